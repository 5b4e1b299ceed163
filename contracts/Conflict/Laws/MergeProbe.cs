using System.Collections.Immutable;

namespace Aurix.Platform.Conflict;

/// <summary>A merge whose result is known beforehand, made from one that is not: equal heads give that head, and a head that changed nothing changes nothing.</summary>
/// <param name="Law">The law, as one would say it.</param>
/// <param name="Input">What to ask.</param>
/// <param name="Expected">What the result must hold.</param>
public sealed record MergeProbe(string Law, MergeInput Input, MergeHead Expected)
{
    /// <summary>Both kinds, for a strategy that uses a base: none without a base, or for more heads than two.</summary>
    public static IEnumerable<MergeProbe> For(MergeInput input) => input is { Base: not null } ? EqualHeads(input).Concat(UnchangedHeads(input)) : [];

    /// <summary><c>merge(b; x, x) = x</c>, for each of two heads.</summary>
    public static IEnumerable<MergeProbe> EqualHeads(MergeInput input) => Pairs(input).Select(pair => new MergeProbe(
        "two versions that hold the same are joined to just that",
        input with { Heads = Sorted(pair.Head, pair.Head with { Revision = pair.Other.Revision, Stamp = pair.Other.Stamp }) },
        pair.Head));

    /// <summary><c>merge(b; b, x) = x</c>, for each of two heads; none without a base.</summary>
    public static IEnumerable<MergeProbe> UnchangedHeads(MergeInput input) => input?.Base is not { } known ? [] : Pairs(input).Select(pair => new MergeProbe(
        "a version that changed nothing since the base changes nothing",
        input with { Heads = Sorted(pair.Head, pair.Other with { Deleted = known.Deleted, Content = known.Content, Attachments = known.Attachments }) },
        pair.Head));

    /// <summary>Why the outcome breaks the law, null when it does not. Who declines, asks or keeps all breaks nothing.</summary>
    public string? Breach(MergeOutcome? outcome)
    {
        if (outcome is not MergeOutcome.Merged merged)
        {
            return null;
        }

        var same = merged is { Content: not null, Attachments: not null }
            && merged.Content.Equals(Expected.Content)
            && merged.Deleted == Expected.Deleted
            && MergeLaws.SameFiles(merged.Attachments, Expected.Attachments);
        return same ? null : "it breaks the law that " + Law;
    }

    private static IEnumerable<(MergeHead Head, MergeHead Other)> Pairs(MergeInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Heads is [var first, var second] ? [(first, second), (second, first)] : [];
    }

    private static ImmutableArray<MergeHead> Sorted(MergeHead one, MergeHead other) =>
        one.Stamp.CompareTo(other.Stamp) <= 0 ? [one, other] : [other, one];
}
