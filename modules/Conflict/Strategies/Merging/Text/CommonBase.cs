using System.Text;
using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>Stands in for a base that nobody has: what both sides have in common, in order (conflict.md §2.2, synthetic).</summary>
/// <remarks>Everything else counts as inserted, so no insertion is lost; what one side deleted looks as if the other had inserted it, and comes back.</remarks>
internal static class CommonBase
{
    /// <param name="between">What changed from the earlier to the later.</param>
    public static Weave Weave(TextVariant earlier, CutText early, TextVariant later, CutText late, List<Hunk> between, int symbols, MergePurpose purpose)
    {
        var text = new StringBuilder(early.Text.Length);
        var (tokens, starts) = (new List<int>(early.Count), new List<int>(early.Count + 1));
        var (byEarlier, byLater) = (new List<Hunk>(), new List<Hunk>());
        var at = 0;
        foreach (var hunk in between)
        {
            Keep(hunk.Start);
            at = hunk.End;
            if (hunk.Deletes)
            {
                byEarlier.Add(new Hunk(tokens.Count, tokens.Count, hunk.Start, hunk.End));
            }

            if (hunk.Inserts)
            {
                byLater.Add(new Hunk(tokens.Count, tokens.Count, hunk.From, hunk.To));
            }
        }

        Keep(early.Count);
        starts.Add(text.Length);
        var original = new CutText(text.ToString(), [.. tokens], [.. starts]);
        return new Weave(original, new Side(earlier, early, byEarlier), new Side(later, late, byLater), symbols, purpose);

        void Keep(int end)
        {
            for (; at < end; at++)
            {
                tokens.Add(early.Symbols[at]);
                starts.Add(text.Length);
                text.Append(early.Span(at, at + 1));
            }
        }
    }
}
