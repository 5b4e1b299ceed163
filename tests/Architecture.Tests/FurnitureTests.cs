using System.Text.RegularExpressions;

namespace Aurix.Platform.Tests;

/// <summary>Every room has the same furniture, and no document outlives the code it explains.</summary>
public sealed partial class FurnitureTests
{
    private static readonly string[] Rooms = ["Storage", "Crypto", "Sync", "Conflict", "Gateway", "NoOp"];

    [Fact]
    public void Every_module_has_a_page_that_says_what_it_owns_hears_says_promises_and_refuses()
    {
        foreach (var room in Rooms)
        {
            var page = File.ReadAllText(Path.Combine(House.Root, "modules", room, "README.md"));

            Assert.All(["Owns", "Hears", "Says", "Promises", "Refuses"], word => Assert.Matches($@"(?m)^(\*\*|## ){word}\b", page));
        }
    }

    [Fact]
    public void Every_name_from_the_code_that_a_document_mentions_exists()
    {
        var known = CodeWords();
        var pages = new[] { "ARCHITECTURE.md", "README.md" }.Select(name => Path.Combine(House.Root, name))
            .Concat(Directory.EnumerateFiles(Path.Combine(House.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Where(page => !page.Contains(Path.Combine("docs", "design"), StringComparison.Ordinal)) // what was found before there was code
            .Concat(Rooms.Select(room => Path.Combine(House.Root, "modules", room, "README.md")));

        var missing = pages.SelectMany(page => TypeName().Matches(File.ReadAllText(page)).Select(match => (page: Path.GetFileName(page), name: match.Groups[1].Value)))
            .Where(mention => !known.Contains(mention.name) && !Foreign.Contains(mention.name));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_version_is_pinned_exactly() =>
        Assert.All(
            Version().Matches(File.ReadAllText(Path.Combine(House.Root, "Directory.Packages.props"))).Select(match => match.Groups[1].Value),
            version => Assert.Matches(@"^\[\d+\.\d+\.\d+(\.\d+)?\]$", version));

    // Every identifier and every code in a string: types, members, and the names of errors.
    private static HashSet<string> CodeWords() => new[] { "contracts", "host", "modules", "samples", Path.Combine("tests", "StrategyLaws") }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(House.Root, folder), "*.cs", SearchOption.AllDirectories))
        .SelectMany(File.ReadLines)
        .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
        .SelectMany(line => Word().Matches(line).Select(match => match.Value))
        .ToHashSet();

    // Names in code style that are not ours.
    private static readonly HashSet<string> Foreign = ["IMediator", "INotification", "IRequest", "MediatR", "PouchDB", "CouchDB", "SQLite", "GitHub", "JavaScript"];

    // A word with an inner capital, alone in backticks or followed by a member: what a C# type looks like.
    [GeneratedRegex(@"`(I?[A-Z][a-z]+(?:[A-Z][a-z]+)+)(?:\.[A-Za-z]+)?(?:<[A-Za-z]+>)?`")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    [GeneratedRegex("PackageVersion Include=\"[^\"]+\" Version=\"([^\"]+)\"")]
    private static partial Regex Version();
}
