using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>What a strategy decided.</summary>
public abstract record MergeOutcome
{
    private MergeOutcome()
    {
    }

    /// <summary>This is what the document shall hold.</summary>
    /// <param name="Content">The content.</param>
    /// <param name="Deleted">Whether the document is deleted.</param>
    /// <param name="Attachments">The files; each is one of the heads' or the base's (<see cref="AttachmentMerge"/> joins them).</param>
    /// <param name="Records">Choices that this merge made and the owner may want to look at. Records that the heads carry already are not the strategy's business.</param>
    /// <param name="Discarded">Heads of which something is not in the result. They are kept behind it and can be restored.</param>
    public sealed record Merged(
        CanonicalJson Content,
        bool Deleted,
        ImmutableSortedDictionary<string, Attachment> Attachments,
        ImmutableArray<ConflictRecord> Records,
        ImmutableArray<Revision> Discarded) : MergeOutcome;

    /// <summary>Keep them all: one stays, each of the others becomes a document of its own, the same on every device.</summary>
    /// <param name="Main">The head that stays.</param>
    public sealed record KeepBoth(Revision Main) : MergeOutcome;

    /// <summary>Only a person can say. The heads stay as they are and nothing is blocked.</summary>
    /// <param name="Reason">One sentence for that person.</param>
    public sealed record NeedsHuman(string Reason) : MergeOutcome;

    /// <summary>Not mine: let the policy's fallback decide.</summary>
    /// <param name="Reason">One sentence for a log.</param>
    public sealed record Decline(string Reason) : MergeOutcome;
}
