using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>Holds two texts together by the lines that stand once in both, before their words are compared.</summary>
/// <remarks>A line that nobody touched is one line, however common its words: without this, words of one line would be matched with those of another.</remarks>
internal static class LineAnchors
{
    /// <summary>The stretches between such lines, in tokens. One stretch over all when there are none; null when the fuel ran out.</summary>
    public static List<Gap>? Between(CutText a, CutText b, MergeFuel fuel)
    {
        var vocabulary = new Vocabulary(TextGrain.Line);
        if (vocabulary.Cut(a.Text, fuel) is not { } linesOfA || vocabulary.Cut(b.Text, fuel) is not { } linesOfB)
        {
            return null;
        }

        var occurrences = new Occurrences(linesOfA.Symbols, linesOfB.Symbols, vocabulary.Count);
        var all = new Gap(0, linesOfA.Count, 0, linesOfB.Count);
        occurrences.Count(all);
        var gaps = new List<Gap>();
        var (atA, atB) = (0, 0);
        foreach (var (lineOfA, lineOfB) in occurrences.Anchors(all))
        {
            // A newline ends a token, so a line starts where a token does.
            var (toA, toB) = (a.Find(linesOfA.Start(lineOfA)), b.Find(linesOfB.Start(lineOfB)));
            gaps.Add(new Gap(atA, toA, atB, toB));
            (atA, atB) = (a.Find(linesOfA.Start(lineOfA + 1)), b.Find(linesOfB.Start(lineOfB + 1)));
        }

        gaps.Add(new Gap(atA, a.Count, atB, b.Count));
        return gaps;
    }
}
