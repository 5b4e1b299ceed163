using System.Text.RegularExpressions;

namespace Aurix.Platform.Tests;

/// <summary>Something that no source file of some folders may say, but for exceptions with a reason.</summary>
/// <param name="Why">What goes wrong otherwise.</param>
/// <param name="Where">Which files, by their path from the root with slashes.</param>
/// <param name="Forbidden">What they may not say. Comments do not count.</param>
internal sealed record SourceRule(string Why, Regex Where, Regex Forbidden)
{
    /// <summary>Files that may, each with why.</summary>
    public Dictionary<string, string> Allowed { get; init; } = [];

    /// <summary>Each line that breaks the rule, as <c>path:line</c>.</summary>
    public IEnumerable<string> Violations(IEnumerable<(string Path, string Text)> sources) =>
        from source in sources
        where Where.IsMatch(source.Path) && !Allowed.ContainsKey(source.Path)
        from line in source.Text.Split('\n').Select((text, index) => (Text: WithoutComment(text), Number: index + 1))
        where Forbidden.IsMatch(line.Text)
        select $"{source.Path}:{line.Number}";

    // A comment may well say what the code must not. A string with "//" in it hides the rest of its line; none of these rules is about strings.
    private static string WithoutComment(string line) =>
        line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var start ? line[..start] : line;
}
