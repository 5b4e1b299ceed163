using Aurix.Platform.Conflict;
using Aurix.Platform.Merging.Text;
using CsCheck;

namespace Aurix.Platform.Tests.Text;

public sealed class TextDiffTests
{
    private static readonly Gen<(int[] A, int[] B, int Symbols)> Pairs =
        Gen.Int[1, 12].SelectMany(symbols => Gen.Select(Sequences(symbols), Sequences(symbols), Gen.Const(symbols)));

    // What people do: the same with some of it taken out and something put in.
    private static readonly Gen<(int[] A, int[] B, int Symbols)> Edits =
        Gen.Select(Gen.Int[0, 59].Array[0, 200], Gen.Select(Gen.Int[0, 199], Gen.Int[0, 5], Gen.Int[0, 59].Array[0, 5]).Array[0, 8]).Select((text, edits) =>
        {
            var edited = text.ToList();
            foreach (var (place, length, inserted) in edits)
            {
                var at = Math.Min(place, edited.Count);
                edited.RemoveRange(at, Math.Min(length, edited.Count - at));
                edited.InsertRange(at, inserted);
            }

            return (text, edited.ToArray(), 60);
        });

    [Fact]
    public void The_hunks_make_one_from_the_other() => Pairs.Sample(pair => Applies(pair.A, pair.B, Compare(pair, anchors: true)), iter: 50_000);

    [Fact]
    public void The_hunks_make_an_edited_text_from_the_text() => Edits.Sample(pair => Applies(pair.A, pair.B, Compare(pair, anchors: true)), iter: 10_000);

    [Fact]
    public void Without_anchors_nobody_could_change_less() => Pairs.Sample(
        pair =>
        {
            var hunks = Compare(pair, anchors: false);
            return Applies(pair.A, pair.B, hunks) && hunks.Sum(hunk => hunk.End - hunk.Start + hunk.To - hunk.From) == FewestChanges(pair.A, pair.B);
        },
        iter: 50_000);

    [Fact]
    public void Without_anchors_edits_are_found_with_the_fewest_changes() => Edits.Sample(
        pair => Compare(pair, anchors: false).Sum(hunk => hunk.End - hunk.Start + hunk.To - hunk.From) == FewestChanges(pair.A, pair.B), iter: 1_000);

    [Fact]
    public void Hunks_ascend_and_do_not_touch() => Pairs.Sample(
        pair =>
        {
            var hunks = Compare(pair, anchors: true);
            return hunks.Zip(hunks.Skip(1)).All(pair => pair.First.End < pair.Second.Start) && hunks.TrueForAll(hunk => hunk.Deletes || hunk.Inserts);
        },
        iter: 10_000);

    [Fact]
    public void Of_two_that_are_alike_the_last_is_the_new_one()
    {
        Assert.Equal([new Hunk(3, 3, 3, 4)], Compare(([0, 1, 1, 2], [0, 1, 1, 1, 2], 3), anchors: true).Select(hunk => hunk with { From = 3, To = 4 }));
        Assert.Equal([new Hunk(2, 3, 2, 2)], Compare(([0, 1, 1, 2], [0, 1, 2], 3), anchors: true));
        Assert.Equal([new Hunk(4, 4, 4, 6)], Compare(([0, 1, 0, 1], [0, 1, 0, 1, 0, 1], 2), anchors: true));
    }

    [Fact]
    public void A_token_that_stands_once_on_both_sides_holds_them_together()
    {
        // 9 is the anchor. Without it, four zeros would be matched and 9 given up.
        var hunks = Compare(([0, 0, 0, 0, 9], [9, 0, 0, 0, 0], 10), anchors: true);

        Assert.Equal([new Hunk(0, 4, 0, 0), new Hunk(5, 5, 1, 5)], hunks);
    }

    [Fact]
    public void Little_fuel_gives_no_hunks_rather_than_wrong_ones() => Gen.Select(Pairs, Gen.Int[0, 300]).Sample(
        (pair, fuel) => TextDiff.Compare(pair.A, pair.B, pair.Symbols, new MergeFuel(fuel)) is not { } hunks || Applies(pair.A, pair.B, hunks), iter: 20_000);

    private static Gen<int[]> Sequences(int symbols) => Gen.Int[0, symbols - 1].Array[0, 24];

    private static List<Hunk> Compare((int[] A, int[] B, int Symbols) pair, bool anchors) =>
        TextDiff.Compare(pair.A, pair.B, pair.Symbols, new MergeFuel(long.MaxValue), anchors)!;

    private static bool Applies(int[] a, int[] b, List<Hunk> hunks)
    {
        var made = new List<int>();
        var at = 0;
        foreach (var hunk in hunks)
        {
            made.AddRange(a[at..hunk.Start]);
            made.AddRange(b[hunk.From..hunk.To]);
            at = hunk.End;
        }

        made.AddRange(a[at..]);
        return made.SequenceEqual(b);
    }

    // The textbook's table, for comparison only.
    private static int FewestChanges(int[] a, int[] b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ when a[i - 1] == b[j - 1] => table[i - 1, j - 1],
                    _ => 1 + Math.Min(table[i - 1, j], table[i, j - 1]),
                };
            }
        }

        return table[a.Length, b.Length];
    }
}
