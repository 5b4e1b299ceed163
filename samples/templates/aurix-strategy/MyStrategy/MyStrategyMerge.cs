using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace MyStrategy;

/// <summary>A start that keeps every law: what only one side changed is taken, and of two changes the later stands while a record keeps both.</summary>
public sealed class MyStrategyMerge : IConflictStrategy
{
    /// <inheritdoc/>
    public StrategyInfo Info { get; } = new(
        "my.strategy",
        Version: 1, // raise it with any change that could change a result
        Priority: 100,
        IsLossy: false,
        NeedsBase: true,
        "One sentence for 'aurix strategy list'.");

    /// <inheritdoc/>
    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        // By age and not by place: the host may hand the heads over in any order.
        var heads = input.HeadsByAge;
        var (earlier, later) = (heads[0], heads[1]);
        if (Same(earlier, later) || Unchanged(later, earlier, input.Base))
        {
            return Take(earlier, input);
        }

        if (Unchanged(earlier, later, input.Base))
        {
            return Take(later, input);
        }

        // Both changed it. An edit outranks a delete; of two edits the later one stands. The record lets the owner choose again.
        var chosen = later.Deleted ? earlier : later;
        var kind = earlier.Deleted || later.Deleted ? ConflictRecordKinds.DeletedElsewhere : ConflictRecordKinds.Replaced;
        var record = new ConflictRecord("", kind, Short(input.Base?.Content), [Variant(earlier), Variant(later)], chosen.Revision);
        return Take(chosen, input, record);
    }

    private static MergeOutcome.Merged Take(MergeHead chosen, MergeInput input, params ConflictRecord[] records)
    {
        var (files, fileRecords) = AttachmentMerge.Join(input, chosen.Deleted);
        return new(chosen.Content, chosen.Deleted, files, [.. records, .. fileRecords], []);
    }

    private static bool Same(MergeHead one, MergeHead other) => one.Deleted == other.Deleted && one.Content.Equals(other.Content);

    // Files are joined one by one; only beside a delete a new one makes the whole version a change.
    private static bool Unchanged(MergeHead head, MergeHead other, MergeBase? known) =>
        known is not null
        && head.Deleted == known.Deleted
        && head.Content.Equals(known.Content)
        && (!other.Deleted || head.Attachments.SequenceEqual(known.Attachments));

    private static ConflictVariant Variant(MergeHead head) => new(head.Revision, head.Stamp, head.Deleted ? null : Short(head.Content));

    // A longer value is left out of a record; the version itself is kept and named.
    private static CanonicalJson? Short(CanonicalJson? value) => value is { Utf8.Length: <= ConflictRecord.MaxValueBytes } ? value : null;
}
