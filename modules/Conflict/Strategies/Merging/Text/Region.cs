namespace Aurix.Platform.Merging.Text;

/// <summary>A stretch of the base that changed, with the changes of both sides that overlap or touch there. Outside of regions nothing changed.</summary>
/// <param name="Start">First token of the base.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Earlier">Which hunks of the side edited earlier.</param>
/// <param name="Later">Which hunks of the side edited later.</param>
internal readonly record struct Region(int Start, int End, Range Earlier, Range Later)
{
    /// <summary>Joins the hunks of two sides into regions, ascending.</summary>
    public static IEnumerable<Region> Join(List<Hunk> earlier, List<Hunk> later)
    {
        var (e, l) = (0, 0);
        while (e < earlier.Count || l < later.Count)
        {
            var (firstEarlier, firstLater) = (e, l);
            var start = Math.Min(StartOf(earlier, e), StartOf(later, l));
            var end = start;
            while (true)
            {
                if (StartOf(earlier, e) <= end)
                {
                    end = Math.Max(end, earlier[e++].End);
                }
                else if (StartOf(later, l) <= end)
                {
                    end = Math.Max(end, later[l++].End);
                }
                else
                {
                    break;
                }
            }

            yield return new Region(start, end, firstEarlier..e, firstLater..l);
        }
    }

    private static int StartOf(List<Hunk> hunks, int at) => at < hunks.Count ? hunks[at].Start : int.MaxValue;
}
