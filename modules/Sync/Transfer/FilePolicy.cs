using Aurix.Platform.Storage;

namespace Aurix.Platform.Sync.Transfer;

/// <summary>When files travel, and which come down by themselves. What the owner pinned always does, and what somebody reads comes when it is read.</summary>
/// <param name="Moves">When.</param>
/// <param name="MostBytes">The largest file that comes down by itself; null for any.</param>
/// <param name="MostAge">How long ago a document may have been changed whose files come down by themselves; null for any time.</param>
internal sealed record FilePolicy(FileMoves Moves, long? MostBytes, TimeSpan? MostAge)
{
    /// <summary>What comes down by itself: a page of it.</summary>
    public ListIncompleteBlobs Page(BlobKey? after, int limit, DateTimeOffset now) => new(after, limit)
    {
        MostBytes = MostBytes,
        ChangedSince = now - MostAge,
        OnlyPinned = Moves is FileMoves.OnDemand,
    };
}

/// <summary>When files travel by themselves.</summary>
internal enum FileMoves
{
    /// <summary>As soon as they can.</summary>
    Always,

    /// <summary>In rounds that a schedule or a person asks for.</summary>
    Scheduled,

    /// <summary>Up as soon as they can, down when somebody reads them.</summary>
    OnDemand,
}
