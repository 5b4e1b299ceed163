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
    /// <param name="Attachments">The files; each is one of the heads' or the base's.</param>
    /// <param name="OpenRecords">Choices that the owner may want to look at.</param>
    /// <param name="Discarded">Heads of which something is not in the result. They are kept behind it and can be restored.</param>
    public sealed record Merged(
        CanonicalJson Content,
        bool Deleted,
        ImmutableSortedDictionary<string, Attachment> Attachments,
        ImmutableArray<CanonicalJson> OpenRecords,
        ImmutableArray<Revision> Discarded) : MergeOutcome;

    /// <summary>Keep several: <paramref name="Main"/> stays, the others become documents of their own.</summary>
    /// <param name="Main">Index of the head that stays.</param>
    /// <param name="Copies">Indexes of the heads that become copies.</param>
    public sealed record KeepBoth(int Main, ImmutableArray<int> Copies) : MergeOutcome;

    /// <summary>Only a person can say. The heads stay as they are and nothing is blocked.</summary>
    /// <param name="Reason">One sentence for that person.</param>
    public sealed record NeedsHuman(string Reason) : MergeOutcome;

    /// <summary>Not mine: let the next rule or the fallback decide.</summary>
    /// <param name="Reason">One sentence for a log.</param>
    public sealed record Decline(string Reason) : MergeOutcome;
}
