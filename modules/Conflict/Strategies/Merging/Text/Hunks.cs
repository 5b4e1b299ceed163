namespace Aurix.Platform.Merging.Text;

/// <summary>From marks on tokens to runs of changes.</summary>
internal static class Hunks
{
    /// <summary>The runs that are marked. The tokens that are not belong together in order.</summary>
    public static List<Hunk> Read(bool[] deleted, bool[] inserted)
    {
        var hunks = new List<Hunk>();
        var (a, b) = (0, 0);
        while (true)
        {
            // Long runs without a change are skipped at the speed of a search.
            var same = Math.Min(CountUnmarked(deleted, a), CountUnmarked(inserted, b));
            (a, b) = (a + same, b + same);
            var (start, from) = (a, b);
            while (a < deleted.Length && deleted[a])
            {
                a++;
            }

            while (b < inserted.Length && inserted[b])
            {
                b++;
            }

            if (a == start && b == from)
            {
                return hunks;
            }

            hunks.Add(new Hunk(start, a, from, b));
        }
    }

    /// <summary>Moves every pure insertion and deletion down as far as the text reads the same, and joins it with what it meets there.</summary>
    /// <remarks>
    /// Of "very" doubled, either may be the new one. Two sides that did the same must be seen to have done the same, so one place is the
    /// place: the last. Hunks are taken from the end, so what a hunk may run into stands still already.
    /// </remarks>
    public static List<Hunk> Slide(List<Hunk> hunks, int[] a, int[] b)
    {
        var slid = new List<Hunk>(hunks.Count);
        for (var i = hunks.Count - 1; i >= 0; i--)
        {
            var hunk = SlideDown(hunks[i], slid.Count == 0 ? a.Length : slid[^1].Start, a, b);
            while (slid.Count > 0 && hunk.End == slid[^1].Start)
            {
                hunk = new Hunk(hunk.Start, slid[^1].End, hunk.From, slid[^1].To);
                slid.RemoveAt(slid.Count - 1);
                hunk = SlideDown(hunk, slid.Count == 0 ? a.Length : slid[^1].Start, a, b);
            }

            slid.Add(hunk);
        }

        slid.Reverse();
        return slid;
    }

    private static Hunk SlideDown(Hunk hunk, int limit, int[] a, int[] b)
    {
        var by = 0;
        if (hunk.Deletes && !hunk.Inserts)
        {
            while (hunk.End + by < limit && a[hunk.Start + by] == a[hunk.End + by])
            {
                by++;
            }
        }
        else if (hunk.Inserts && !hunk.Deletes)
        {
            while (hunk.Start + by < limit && b[hunk.From + by] == a[hunk.Start + by])
            {
                by++;
            }
        }

        return new Hunk(hunk.Start + by, hunk.End + by, hunk.From + by, hunk.To + by);
    }

    private static int CountUnmarked(bool[] marks, int from)
    {
        var marked = marks.AsSpan(from).IndexOf(true);
        return marked < 0 ? marks.Length - from : marked;
    }
}
