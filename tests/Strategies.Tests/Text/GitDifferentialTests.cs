using Aurix.Platform.Conflict;
using Aurix.Platform.Merging.Text;

namespace Aurix.Platform.Tests.Text;

/// <summary>Where git merges lines without a conflict, words merge to the same text and without a record, but for the four classes of ADR 0016.</summary>
public sealed class GitDifferentialTests
{
    private enum Verdict
    {
        Same,

        /// <summary>ADR 0016, 1: the same text, and a record that names words which stood in every version and are in none now.</summary>
        NamesWhatIsGone,

        /// <summary>ADR 0016, 2: another place for lines that a version has twice, or moved.</summary>
        PlacesRepeatedLinesElsewhere,

        /// <summary>ADR 0016, 3: a passage that one version moved and the other worked within stands at both places, with a record.</summary>
        KeepsAMovedPassage,

        /// <summary>ADR 0016, 4: both gave up a line, one for a line with some of its words; to words that is a line edited by one and deleted by the other.</summary>
        EditsALineThatBothGaveUp,

        Different,
    }

    [ProgramFact("git")]
    public void Edits_on_different_lines_merge_as_git_merges_them()
    {
        var verdicts = Compare(1_500, dice =>
        {
            var page = Pages.Page(dice, repeated: false);
            var (first, second) = Pages.EditApart(dice, page);
            return (page, first, second);
        });

        Assert.True(verdicts.Values.Sum() >= 1_000, $"git found only {verdicts.Values.Sum()} clean.");
        Assert.Equal(0, verdicts[Verdict.PlacesRepeatedLinesElsewhere] + verdicts[Verdict.KeepsAMovedPassage] + verdicts[Verdict.EditsALineThatBothGaveUp]);
    }

    [ProgramFact("git")]
    public void Edits_anywhere_merge_as_git_merges_them_where_it_is_clean()
    {
        var verdicts = Compare(2_000, dice =>
        {
            var page = Pages.Page(dice, repeated: true);
            return (page, Pages.Edit(dice, page), Pages.Edit(dice, page));
        });

        Assert.True(verdicts.Values.Sum() >= 800, $"git found only {verdicts.Values.Sum()} clean.");
        Assert.InRange(verdicts[Verdict.PlacesRepeatedLinesElsewhere], 1, verdicts.Values.Sum() / 25); // rare classes, or their names are wrong
        Assert.InRange(verdicts[Verdict.KeepsAMovedPassage], 1, verdicts.Values.Sum() / 100);
        Assert.InRange(verdicts[Verdict.EditsALineThatBothGaveUp], 1, verdicts.Values.Sum() / 50);
    }

    [ProgramFact("git")]
    public void Real_documents_merge_as_git_merges_them()
    {
        using var git = new GitMerge();
        var compared = 0;
        foreach (var folder in Directory.GetDirectories(Path.Combine(NodeFactAttribute.Locate("tests/Strategies.Tests/Text/Fixtures"))).Order(StringComparer.Ordinal))
        {
            var versions = Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
            for (var at = 0; at + 2 < versions.Count; at++)
            {
                // The second change alone, as if its author had not seen the first.
                if (git.Merge(versions[at + 1], versions[at], versions[at + 2]) is { } second && git.Merge(versions[at], versions[at + 1], second) is { } expected)
                {
                    var verdict = Judge(Split(versions[at]), Split(versions[at + 1]), Split(second), expected);
                    Assert.True(verdict is Verdict.Same or Verdict.NamesWhatIsGone, $"{folder} {at + 1}: {verdict}");
                    compared++;
                }
            }
        }

        Assert.True(compared >= 5, $"git found only {compared} clean.");
    }

    private static Dictionary<Verdict, int> Compare(int cases, Func<Random, (List<string> Page, List<string> First, List<string> Second)> make)
    {
        using var git = new GitMerge();
        var verdicts = Enum.GetValues<Verdict>().ToDictionary(verdict => verdict, _ => 0);
        for (var seed = 0; seed < cases; seed++)
        {
            var (page, first, second) = make(new Random(seed));
            if (git.Merge(string.Concat(page), string.Concat(first), string.Concat(second)) is not { } expected)
            {
                continue;
            }

            var verdict = Judge(page, first, second, expected);
            Assert.True(verdict != Verdict.Different, $"Seed {seed}. Base:\n{string.Concat(page)}\nFirst:\n{string.Concat(first)}\nSecond:\n{string.Concat(second)}\ngit:\n{expected}\nours:\n{TextCase.Spell(TextCase.Merge(string.Concat(page), string.Concat(first), string.Concat(second)))}");
            verdicts[verdict]++;
        }

        return verdicts;
    }

    private static Verdict Judge(List<string> page, List<string> first, List<string> second, string expected)
    {
        var ours = TextCase.Merge(string.Concat(page), string.Concat(first), string.Concat(second));
        var onlyGone = ours.Records.All(record =>
            record.Kind == ConflictRecordKinds.Missing && !TextCase.Tokens(TextCase.Values(record).Base!).Intersect(TextCase.Tokens(ours.Text)).Any());
        if (ours.Text == expected)
        {
            return ours.Records.IsEmpty ? Verdict.Same : onlyGone ? Verdict.NamesWhatIsGone : Verdict.Different;
        }

        // What is certain must stand, in order; what is new beside an uncertain line must stand somewhere.
        var uncertain = Pages.Repeated(page, first, second).Union(Pages.Moved(page, first)).Union(Pages.Moved(page, second)).ToHashSet();
        var loose = uncertain.Union(Pages.NewBeside(uncertain, page, first)).Union(Pages.NewBeside(uncertain, page, second)).ToHashSet();
        var (merged, wanted) = (Split(ours.Text), Split(expected));
        if (Pages.Reworded(page, first, second) is { Count: > 0 } reworded)
        {
            var following = wanted.Where((_, at) => at > 0 && reworded.Contains(wanted[at - 1]));
            var given = page.Where(line => !first.Contains(line) && !second.Contains(line)).SelectMany(Pages.WordsOf).ToHashSet();
            return IsWithin(Leave(wanted, [.. loose, .. reworded, .. following]), merged)
                && reworded.SelectMany(Pages.WordsOf).Where(word => !given.Contains(word)).All(word => ours.Text.Contains(word, StringComparison.Ordinal))
                ? Verdict.EditsALineThatBothGaveUp
                : Verdict.Different;
        }

        if (onlyGone)
        {
            return Leave(merged, loose).SequenceEqual(Leave(wanted, loose)) && Leave(merged, uncertain).Order().SequenceEqual(Leave(wanted, uncertain).Order())
                ? Verdict.PlacesRepeatedLinesElsewhere
                : Verdict.Different;
        }

        var moved = Pages.Moved(page, first).Union(Pages.Moved(page, second)).ToHashSet();
        return ours.Records.Any(record => record.Kind == ConflictRecordKinds.DeletedElsewhere && moved.Any(line => TextCase.Values(record).Base!.Contains(line.TrimEnd('\n'), StringComparison.Ordinal)))
            && IsWithin(Leave(wanted, loose), merged) && wanted.TrueForAll(merged.Contains)
            ? Verdict.KeepsAMovedPassage
            : Verdict.Different;
    }

    /// <summary>Whether all of the first stand in the second in their order, whatever else does.</summary>
    private static bool IsWithin(IEnumerable<string> some, List<string> all)
    {
        var at = 0;
        return some.All(line => (at = all.IndexOf(line, at) + 1) > 0);
    }

    private static IEnumerable<string> Leave(List<string> lines, HashSet<string> without) => lines.Where(line => !without.Contains(line));

    private static List<string> Split(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = Tokeniser.EndOfLine(text, at);
            lines.Add(text[at..end]);
            at = end;
        }

        return lines;
    }
}
