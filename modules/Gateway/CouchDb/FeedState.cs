using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Where a feed stands.</summary>
internal sealed class FeedState(LocalSequence since, int limit)
{
    /// <summary>Everything up to here has been looked at.</summary>
    public LocalSequence Sequence { get; set; } = since;

    public int Written { get; set; }

    public int Left => limit - Written;

    /// <summary>How many rows come after.</summary>
    public long Pending { get; set; }
}
