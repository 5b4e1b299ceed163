namespace Aurix.Platform.Merging.Text;

/// <summary>Checks after a merge that no token went missing that nobody meant to be gone (conflict.md CE-19).</summary>
/// <remarks>
/// Of a token that stands twice, one side may delete the first and the other the second. Each deletion is honoured, and what every version has
/// is in none. Nothing tells whether they meant the same one, so the text stays as it is and a record names what went.
/// </remarks>
internal static class Conservation
{
    /// <summary>A record holds a run of this many code units whatever they are: the longest spelling of one in JSON takes six bytes.</summary>
    private const int MaxRunUnits = 600;

    /// <param name="regions">Where each changed region is in the text, ascending.</param>
    public static List<TextRecord> Check(CutText original, CutText earlier, CutText later, MergedText text, List<WrittenRegion> regions)
    {
        var missing = Missing(original, earlier, later, text);
        var records = new List<TextRecord>();
        var region = 0;
        for (var at = 0; at < original.Count; at++)
        {
            if (missing[original.Symbols[at]]-- <= 0)
            {
                continue;
            }

            var end = at + 1;
            while (end < original.Count && missing[original.Symbols[end]] > 0 && original.Span(at, end + 1).Length <= MaxRunUnits)
            {
                missing[original.Symbols[end++]]--;
            }

            // What is missing was deleted, and what was deleted is in a region.
            while (region + 1 < regions.Count && regions[region].End <= at)
            {
                region++;
            }

            var run = original.Span(at, end).ToString();
            records.Add(new TextRecord(
                Aurix.Platform.Conflict.ConflictRecordKinds.Missing, regions[region].TextStart, regions[region].TextLength, run, run, run, Chosen: null));
            at = end - 1;
        }

        return records;
    }

    /// <summary>How many of each token are missing. What both inserted and stands once is not.</summary>
    private static int[] Missing(CutText original, CutText earlier, CutText later, MergedText text)
    {
        var symbols = text.Kept.Length;
        var (before, first, second) = (Tally(original, symbols), Tally(earlier, symbols), Tally(later, symbols));
        for (var symbol = 0; symbol < symbols; symbol++)
        {
            var sum = first[symbol] + second[symbol] - before[symbol] - text.Shared[symbol];
            var least = Math.Min(Math.Min(first[symbol], second[symbol]), Math.Min(before[symbol], 1));
            before[symbol] = Math.Max(sum, least) - text.Kept[symbol];
        }

        return before;
    }

    private static int[] Tally(CutText cut, int symbols)
    {
        var tally = new int[symbols];
        foreach (var symbol in cut.Symbols)
        {
            tally[symbol]++;
        }

        return tally;
    }
}

/// <summary>A region after it was written.</summary>
/// <param name="End">Where it ends in the base.</param>
internal readonly record struct WrittenRegion(int End, int TextStart, int TextLength);
