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
        // By stamp and not by place: the host may hand the heads over in any order.
        var (earlier, later) = input.Heads[0].Stamp.CompareTo(input.Heads[1].Stamp) < 0 ? (input.Heads[0], input.Heads[1]) : (input.Heads[1], input.Heads[0]);
        var (files, fileRecords) = AttachmentMerge.Join(input);

        if (Same(earlier, later) || Unchanged(later, input.Base))
        {
            return new MergeOutcome.Merged(earlier.Content, earlier.Deleted, files, fileRecords, []);
        }

        if (Unchanged(earlier, input.Base))
        {
            return new MergeOutcome.Merged(later.Content, later.Deleted, files, fileRecords, []);
        }

        // Both changed it. An edit outranks a delete; of two edits the later one stands. The record lets the owner choose again.
        var chosen = later.Deleted ? earlier : later;
        var kind = earlier.Deleted || later.Deleted ? ConflictRecordKinds.DeletedElsewhere : ConflictRecordKinds.Replaced;
        var record = new ConflictRecord("", kind, Short(input.Base?.Content), [Variant(earlier), Variant(later)], chosen.Revision);
        return new MergeOutcome.Merged(chosen.Content, chosen.Deleted, files, [record, .. fileRecords], []);
    }

    private static bool Same(MergeHead one, MergeHead other) => one.Deleted == other.Deleted && one.Content.Equals(other.Content);

    private static bool Unchanged(MergeHead head, MergeBase? known) => known is not null && head.Deleted == known.Deleted && head.Content.Equals(known.Content);

    private static ConflictVariant Variant(MergeHead head) => new(head.Revision, head.Stamp, head.Deleted ? null : Short(head.Content));

    // A longer value is left out of a record; the version itself is kept and named.
    private static CanonicalJson? Short(CanonicalJson? value) => value is { Utf8.Length: <= ConflictRecord.MaxValueBytes } ? value : null;
}
