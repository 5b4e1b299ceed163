using System.Text;

namespace Aurix.Platform.Merging.Text;

/// <summary>One version, as changes to the base.</summary>
internal sealed record Side(TextVariant Variant, CutText Cut, List<Hunk> Hunks)
{
    /// <summary>What this version says between two places of the base.</summary>
    /// <param name="hunks">This version's hunks that touch those places.</param>
    /// <param name="withEnd">Whether what was inserted at the end belongs to it.</param>
    public string Between(CutText original, ReadOnlySpan<Hunk> hunks, int start, int end, bool withEnd)
    {
        var text = new StringBuilder();
        var at = start;
        foreach (var hunk in hunks)
        {
            if (hunk.Start > end || (hunk.Start == end && !withEnd))
            {
                break;
            }

            if (hunk.Start > at)
            {
                text.Append(original.Span(at, hunk.Start));
            }

            if (hunk.Start >= start)
            {
                text.Append(Cut.Span(hunk.From, hunk.To));
            }

            at = Math.Max(at, hunk.End);
        }

        return (at < end ? text.Append(original.Span(at, end)) : text).ToString();
    }
}
