using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Aurix.Platform.Tests;

/// <summary>A command that a page or an error tells somebody to run is there to be run.</summary>
public sealed partial class CommandNameTests
{
    private static readonly Command Root = (Command)House.Host.GetType("Aurix.Platform.Host.Commands.CommandLine", throwOnError: true)!
        .GetMethod("Build", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;

    [Fact]
    public void Every_command_that_a_page_names_exists()
    {
        var pages = new[] { "README.md", "ARCHITECTURE.md", "CHANGELOG.md" }.Select(name => Path.Combine(House.Root, name))
            .Concat(Directory.EnumerateFiles(Path.Combine(House.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Where(page => !page.Contains(Path.Combine("docs", "design"), StringComparison.Ordinal))
            .Concat(Directory.EnumerateFiles(Path.Combine(House.Root, "modules"), "README.md", SearchOption.AllDirectories));

        AssertExist(pages, OnPage(), atLeast: 60);
    }

    [Fact]
    public void Every_command_that_a_message_tells_somebody_to_run_exists()
    {
        var sources = new[] { "contracts", "host", "modules" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(House.Root, folder), "*.cs", SearchOption.AllDirectories));

        AssertExist(sources, InMessage(), atLeast: 30);
    }

    [Theory]
    [InlineData("vault rotate", true)]
    [InlineData("vault lock|unlock", true)]
    [InlineData("put note.json --id note:1", true)]
    [InlineData("vault explode", false)]
    [InlineData("vault lock|explode", false)]
    [InlineData("frobnicate", false)]
    public void A_command_is_known_by_its_words(string command, bool exists) => Assert.Equal(exists, Exists(Root, command));

    private static void AssertExist(IEnumerable<string> files, Regex mention, int atLeast)
    {
        var mentions = files.SelectMany(file => mention.Matches(File.ReadAllText(file)).Select(match => (File: Path.GetRelativePath(House.Root, file), Command: match.Groups[1].Value))).ToList();

        Assert.All(mentions, named => Assert.True(Exists(Root, named.Command), $"{named.File} names 'aurix {named.Command}'"));
        Assert.True(mentions.Count >= atLeast, "the search no longer finds the commands");
    }

    // As many words as lead to a command that has none below it; a|b names two.
    private static bool Exists(Command command, string words)
    {
        var (first, rest) = words.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries) switch { [var one] => (one, ""), [var one, var more] => (one, more), _ => ("", "") };
        return command.Subcommands.Count == 0
            || first.Length == 0
            || first[0] is '-' or '{' or '…'
            || first.Split('|').All(name => command.Subcommands.FirstOrDefault(below => below.Name == name) is { } found && Exists(found, rest));
    }

    [GeneratedRegex(@"(?:`|^)aurix ((?:[a-z][a-z|-]*)(?: [a-z|-]+)?)", RegexOptions.Multiline)]
    private static partial Regex OnPage();

    [GeneratedRegex(@"'aurix ([a-z][a-z|-]*(?: [a-z|-]+)?)")]
    private static partial Regex InMessage();
}
