using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Where a feed stands.</summary>
internal sealed class FeedState(ChangesRequest request)
{
    /// <summary>What the client is told as <c>last_seq</c>: everything up to here has been looked at, or, newest first, down to here.</summary>
    public LocalSequence Sequence { get; private set; } = request.Since;

    /// <summary>Where a feed that goes from the newest down goes on; null at its beginning.</summary>
    public LocalSequence? Before { get; private set; }

    public int Written { get; set; }

    public int Left => request.Limit - Written;

    /// <summary>Whether the end of the feed was seen.</summary>
    public bool CaughtUp { get; set; }

    public void GoOn(ChangesBatch batch)
    {
        CaughtUp = batch.CaughtUp;
        if (!request.Descending)
        {
            Sequence = batch.LastSequence;
            return;
        }

        Before = batch.LastSequence;
        if (!batch.Rows.IsEmpty)
        {
            Sequence = batch.Rows[^1].Sequence;
        }
    }
}
