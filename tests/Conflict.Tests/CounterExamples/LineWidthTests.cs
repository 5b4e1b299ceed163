using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Merging.Text;

namespace Aurix.Platform.Tests.CounterExamples;

/// <summary>Where a line ends is the screen's business. Kept in the text, every correction moves all the line ends behind it.</summary>
public sealed class LineWidthTests
{
    private const int Width = 60;

    [Fact] // CE-17
    public void What_this_project_generates_has_no_line_ends_within_a_paragraph()
    {
        var transcript = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "samples", "data", "transcript.json")))!;

        Assert.All(transcript["segments"]!.AsArray(), segment => Assert.DoesNotContain('\n', (string)segment!["text"]!));
        Assert.NotEmpty(transcript["segments"]!.AsArray());
    }

    [Fact] // CE-17
    public void A_generated_summary_has_no_line_ends_within_a_paragraph()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "samples", "data", "summary.md"));

        Assert.DoesNotContain(lines.Zip(lines.Skip(1)), pair => IsProse(pair.First) && IsProse(pair.Second));
    }

    private static bool IsProse(string line) => line.Length > 0 && char.IsLetter(line[0]);

    [Fact] // CE-17: which is why
    public void The_same_corrections_leave_more_to_choose_when_both_sides_wrapped_the_text_anew()
    {
        var words = Enumerable.Range(0, 400).Select(number => $"word{number}").ToArray();
        var anna = words.Select((word, place) => place % 40 == 5 ? $"{word} and Anna's remark" : word).ToArray();
        var bert = words.Select((word, place) => place % 40 == 25 ? $"{word} with what Bert thinks of it" : word).ToArray();

        var plain = Records(string.Join(' ', words), string.Join(' ', anna), string.Join(' ', bert));
        var wrapped = Records(Wrap(words), Wrap(anna), Wrap(bert));

        Assert.Equal(0, plain);
        Assert.InRange(wrapped, 10, int.MaxValue);
    }

    private static int Records(string before, string earlier, string later) => TextMerge.Merge(
        "",
        before,
        new TextVariant(earlier, new HybridTimestamp(1, 0, new ActorId(1)), Trees.Rev("2-a")),
        new TextVariant(later, new HybridTimestamp(2, 0, new ActorId(2)), Trees.Rev("2-b")),
        TextGrain.Word,
        MergePurpose.Resolve,
        new MergeFuel(MergeFuel.Default))!.Records.Length;

    private static string Wrap(string[] words)
    {
        var lines = new List<string> { "" };
        foreach (var word in words.SelectMany(word => word.Split(' ')))
        {
            if (lines[^1].Length + word.Length > Width)
            {
                lines.Add("");
            }

            lines[^1] += (lines[^1].Length == 0 ? "" : " ") + word;
        }

        return string.Join('\n', lines);
    }
}
