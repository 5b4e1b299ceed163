using System.Text.Json;
using System.Text.RegularExpressions;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using static Aurix.Platform.Tests.Json.JsonCase;
using static Aurix.Platform.Tests.Versions;

namespace Aurix.Platform.Tests.Json;

/// <summary>docs/conflict-options.md is read by app authors, and its examples are run here.</summary>
public sealed partial class OptionsPageTests
{
    private static readonly string Page = System.IO.File.ReadAllText(FindPage());

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (Match section in Section().Matches(Page))
        {
            foreach (var block in Block().Matches(section.Value).Where(block => block.Value.Contains("\"base\"", StringComparison.Ordinal)))
            {
                examples.Add(section.Groups["title"].Value, block.Groups["json"].Value);
            }
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void What_an_example_says_is_what_happens(string title, string example)
    {
        var said = JsonDocument.Parse(example).RootElement;

        var merged = Merge(Input(Base(Text("base")), Earlier(Text("earlier")), Later(Text("later")), Text("options")));

        Assert.Equal(CanonicalJson.Parse(Text("result")).ToText(), merged.Text());
        Assert.Equal(
            said.GetProperty("records").EnumerateArray().Select(record => CanonicalJson.Parse(record.GetRawText()).ToText()).Order(StringComparer.Ordinal),
            merged.Records.Select(Describe).Order(StringComparer.Ordinal));
        Assert.NotEmpty(title);

        string Text(string name) => said.GetProperty(name).GetRawText();
    }

    [Theory]
    [InlineData("scalar")]
    [InlineData("text")]
    [InlineData("counter")]
    [InlineData("max")]
    [InlineData("min")]
    [InlineData("bool-or")]
    [InlineData("set")]
    [InlineData("keyed:")]
    [InlineData("order:")]
    [InlineData("unique:")]
    [InlineData("sequence")]
    [InlineData("atomic")]
    public void Every_type_has_an_example(string type) =>
        Assert.Contains(Examples(), example => ((string)example[1]).Contains(type, StringComparison.Ordinal) && ((string)example[0]).Contains(type, StringComparison.Ordinal));

    [Fact]
    public void The_options_at_the_top_are_understood() =>
        Assert.Equal("3", Merge("1", "2", "3", Block().Match(Page).Groups["json"].Value).Text());

    private static string Describe(ConflictRecord record)
    {
        var members = new Dictionary<string, string> { ["kind"] = $"\"{record.Kind}\"", ["path"] = $"\"{record.Path}\"" };
        foreach (var variant in record.Variants.Where(variant => variant.Value is not null))
        {
            members[variant.Revision == First ? "earlier" : "later"] = variant.Value!.ToText();
        }

        if (record.Chosen is { } chosen)
        {
            members["stands"] = chosen == First ? "\"earlier\"" : "\"later\"";
        }

        return CanonicalJson.Parse("{" + string.Join(",", members.Select(member => $"\"{member.Key}\":{member.Value}")) + "}").ToText();
    }

    private static string FindPage([System.Runtime.CompilerServices.CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(here, "../../../../docs/conflict-options.md"));

    [GeneratedRegex(@"^## (?<title>[^\n]*)\n.*?(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"```json\n(?<json>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
