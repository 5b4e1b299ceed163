using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using OldPlugins;

[assembly: Module(typeof(OldStrategyModule))]

namespace OldPlugins;

public sealed class OldStrategyModule : StrategyModule<OldStrategy>;

/// <summary>The later edit stands, a record keeps both: what the template starts with, and most of what a strategy touches of the contracts.</summary>
public sealed class OldStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("compatibility.old-strategy", Version: 1, Priority: 100, IsLossy: false, NeedsBase: true, "Built against the first contracts.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        if (!fuel.Take(1))
        {
            return new MergeOutcome.Decline("out of fuel");
        }

        var (earlier, later) = (input.HeadsByAge[0], input.HeadsByAge[1]);
        if (Same(earlier, later) || Unchanged(later, earlier, input.Base))
        {
            return Take(earlier, input);
        }

        if (Unchanged(earlier, later, input.Base))
        {
            return Take(later, input);
        }

        var chosen = later.Deleted ? earlier : later;
        var kind = earlier.Deleted || later.Deleted ? ConflictRecordKinds.DeletedElsewhere : ConflictRecordKinds.Replaced;
        return Take(chosen, input, new ConflictRecord("", kind, Short(input.Base?.Content), [Variant(earlier), Variant(later)], chosen.Revision));
    }

    private static MergeOutcome.Merged Take(MergeHead chosen, MergeInput input, params ConflictRecord[] records)
    {
        var (files, fileRecords) = AttachmentMerge.Join(input, chosen.Deleted);
        return new(chosen.Content, chosen.Deleted, files, [.. records, .. fileRecords], []);
    }

    private static bool Same(MergeHead one, MergeHead other) => one.Deleted == other.Deleted && one.Content.Equals(other.Content);

    private static bool Unchanged(MergeHead head, MergeHead other, MergeBase? known) =>
        known is not null
        && head.Deleted == known.Deleted
        && head.Content.Equals(known.Content)
        && (!other.Deleted || head.Attachments.SequenceEqual(known.Attachments));

    private static ConflictVariant Variant(MergeHead head) => new(head.Revision, head.Stamp, head.Deleted ? null : Short(head.Content));

    private static CanonicalJson? Short(CanonicalJson? value) => value is { Utf8.Length: <= ConflictRecord.MaxValueBytes } ? value : null;
}
