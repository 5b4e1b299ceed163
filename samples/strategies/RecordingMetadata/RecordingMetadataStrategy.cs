using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Samples.RecordingMetadata;

/// <summary>Joins what is known about a recording, member by member: <c>duration</c>, <c>tags</c>, <c>plays</c>, and all others by the later edit.</summary>
/// <remarks>
/// Of two versions that delete and edit, the edit stands. Whatever is chosen over something else is told in a record; what is computed out of
/// both sides (a sum, a union, the longer of two) needs none. Something that is no object is left to the policy's fallback.
/// </remarks>
public sealed class RecordingMetadataStrategy : IConflictStrategy
{
    /// <inheritdoc/>
    public StrategyInfo Info { get; } = new(
        "samples.recording-metadata",
        Version: 1,
        Priority: 50,
        IsLossy: false,
        NeedsBase: true,
        "Recordings: the longest duration, all tags, play counts added up; of two titles the later.");

    /// <inheritdoc/>
    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(fuel);
        if (!fuel.Take(input.Heads.Sum(head => (long)head.Content.Utf8.Length) + (input.Base?.Content.Utf8.Length ?? 0)))
        {
            return new MergeOutcome.Decline("it is too large");
        }

        // By age and not by place: the host may hand the heads over in any order.
        var heads = input.HeadsByAge;
        var (earlier, later) = (heads[0], heads[1]);
        if (earlier.Deleted || later.Deleted)
        {
            return Deleted(input.Base, earlier, later);
        }

        var (files, fileRecords) = AttachmentMerge.Join(input, isDeleted: false);

        var before = input.Base is { Deleted: false } known ? known.Content : CanonicalJson.EmptyObject;
        if (Members.Read(before) is not { } was || Members.Read(earlier.Content) is not { } one || Members.Read(later.Content) is not { } other)
        {
            return new MergeOutcome.Decline("it is no object");
        }

        var join = new MemberJoin(earlier, later, isBaseKnown: input.Base is not null);
        var joined = Members.Write(was.Keys.Union(one.Keys).Union(other.Keys).Order(StringComparer.Ordinal)
            .Select(name => KeyValuePair.Create(name, join.Join(name, was.GetValueOrDefault(name), one.GetValueOrDefault(name), other.GetValueOrDefault(name)))));
        return new MergeOutcome.Merged(joined, Deleted: false, files, [.. join.Records, .. fileRecords], []);
    }

    private static MergeOutcome.Merged Deleted(MergeBase? known, MergeHead earlier, MergeHead later)
    {
        var (edited, gone) = earlier.Deleted ? (later, earlier) : (earlier, later);
        var nobodyEdited = known is { Deleted: false } && edited.Content.Equals(known.Content) && edited.Attachments.SequenceEqual(known.Attachments);
        if (edited.Deleted || nobodyEdited)
        {
            return new(gone.Content, Deleted: true, DocumentBody.NoAttachments, [], []);
        }

        var record = new ConflictRecord("", ConflictRecordKinds.DeletedElsewhere, Base: null, [Choice.Of(earlier, null), Choice.Of(later, null)], edited.Revision);
        return new(edited.Content, Deleted: false, edited.Attachments, [record], []);
    }
}
