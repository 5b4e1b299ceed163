using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>A merge whose result is known beforehand, made from one that is not: equal heads give that head, and a head that changed nothing changes nothing.</summary>
/// <param name="Law">The law, as one would say it.</param>
/// <param name="Input">What to ask.</param>
/// <param name="Expected">What the result must hold.</param>
public sealed record MergeProbe(string Law, MergeInput Input, MergeHead Expected)
{
    /// <summary>The probes of an input: for each of two heads <c>merge(b; x, x) = x</c> and <c>merge(b; b, x) = x</c>. None without a base, or for more heads than two.</summary>
    public static IEnumerable<MergeProbe> For(MergeInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Base is not { } known || input.Heads is not [var first, var second])
        {
            yield break;
        }

        foreach (var (head, other) in new[] { (first, second), (second, first) })
        {
            var same = head with { Revision = other.Revision, Stamp = other.Stamp };
            yield return new("two versions that hold the same are joined to just that", input with { Heads = Sorted(head, same) }, head);

            var unchanged = other with { Deleted = known.Deleted, Content = known.Content, Attachments = known.Attachments };
            yield return new("a version that changed nothing since the base changes nothing", input with { Heads = Sorted(head, unchanged) }, head);
        }
    }

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

    private static System.Collections.Immutable.ImmutableArray<MergeHead> Sorted(MergeHead one, MergeHead other) =>
        one.Stamp.CompareTo(other.Stamp) <= 0 ? [one, other] : [other, one];
}
