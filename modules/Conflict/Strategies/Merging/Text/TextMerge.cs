using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>Joins two versions of a text: changes of both, deletions of both, and a record where they collide. Never a mark in the text.</summary>
/// <remarks>
/// <para>Symmetric: left and right swapped give the same bytes; what has to be decided is decided by stamp. A side that changed nothing changes nothing.</para>
/// <para>Bounded by <see cref="MergeFuel"/>: when words cost too much, lines are compared instead, with a fifth that was put aside for them.
/// What is over <see cref="Vocabulary.MaxTextLength"/> or <see cref="Vocabulary.MaxTokens"/> is not tried.</para>
/// <para>Strings are merged as they are: no normal form, no other newlines.</para>
/// </remarks>
public static class TextMerge
{
    // conflict.md §7: 20 million steps for words, 5 million for lines. A share and not a sum, so that a document of many texts stays within its fuel.
    private const int ShareForLines = 5;

    /// <summary>Joins two versions of a text. Null when the guard or the fuel says no; the caller declines.</summary>
    /// <param name="path">Where the text is in the document, for records.</param>
    /// <param name="original">What both grew from. Null when unknown: then what both have in common, in order, is taken for it, so no insertion is lost, but a deletion may come back.</param>
    /// <param name="left">One version.</param>
    /// <param name="right">The other.</param>
    /// <param name="grain">What is compared.</param>
    /// <param name="purpose">For an ancestor every variant stays in the text and there are no records.</param>
    /// <param name="fuel">Is used up by the work.</param>
    public static TextMergeResult? Merge(
        string path, string? original, TextVariant left, TextVariant right, TextGrain grain, MergePurpose purpose, MergeFuel fuel)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(fuel);
        if (left.Text == right.Text || right.Text == original)
        {
            return new TextMergeResult(left.Text, []);
        }

        if (left.Text == original)
        {
            return new TextMergeResult(right.Text, []);
        }

        var (earlier, later) = IsEarlier(left, right) ? (left, right) : (right, left);
        if (grain == TextGrain.Line)
        {
            return Compare(original, earlier, later, grain, purpose, fuel)?.Write(path);
        }

        var words = new MergeFuel(fuel.Remaining - (fuel.Remaining / ShareForLines));
        var granted = words.Remaining;
        var woven = Compare(original, earlier, later, grain, purpose, words);
        fuel.Take(granted - words.Remaining);
        return woven is not null || words.Remaining > 0 ? woven?.Write(path) : MergeLines(path, original, earlier, later, purpose, fuel);
    }

    /// <summary>The coarse way. Two texts that it finds nothing in common between are left to the caller: joined they would be both, one after the other.</summary>
    private static TextMergeResult? MergeLines(string path, string? original, TextVariant earlier, TextVariant later, MergePurpose purpose, MergeFuel fuel)
    {
        var woven = Compare(original, earlier, later, TextGrain.Line, purpose, fuel);
        var result = woven?.Write(path);
        return woven is { IsWholeRewrite: false } ? result : null;
    }

    private static Weave? Compare(string? original, TextVariant earlier, TextVariant later, TextGrain grain, MergePurpose purpose, MergeFuel fuel)
    {
        var vocabulary = new Vocabulary(grain);
        if (vocabulary.Cut(earlier.Text, fuel) is not { } early || vocabulary.Cut(later.Text, fuel) is not { } late)
        {
            return null;
        }

        if (original is null)
        {
            return TextDiff.Compare(early, late, vocabulary.Count, fuel) is { } between
                ? CommonBase.Weave(earlier, early, later, late, between, vocabulary.Count, purpose)
                : null;
        }

        return vocabulary.Cut(original, fuel) is { } cut
            && TextDiff.Compare(cut, early, vocabulary.Count, fuel) is { } first
            && TextDiff.Compare(cut, late, vocabulary.Count, fuel) is { } second
            ? new Weave(cut, new Side(earlier, early, first), new Side(later, late, second), vocabulary.Count, purpose)
            : null;
    }

    // Stamps differ between heads; the rest only keeps a caller who breaks that from an answer that depends on places.
    private static bool IsEarlier(TextVariant left, TextVariant right)
    {
        var order = left.Stamp.CompareTo(right.Stamp);
        order = order != 0 ? order : left.Revision.CompareTo(right.Revision);
        return (order != 0 ? order : string.CompareOrdinal(left.Text, right.Text)) < 0;
    }
}
