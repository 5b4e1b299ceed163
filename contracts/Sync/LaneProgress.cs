namespace Aurix.Platform.Sync;

/// <summary>How far something has come that is under way right now.</summary>
/// <param name="Phase">What it is: <c>pulling documents</c>, <c>pushing documents</c>, <c>sending files</c>, <c>fetching files</c>.</param>
/// <param name="Done">Documents, or chunks of files.</param>
/// <param name="Total">In all, as far as is known; null when it is not.</param>
/// <param name="Bytes">Bytes of files; 0 for documents.</param>
/// <param name="BytesTotal">In all, of the files that were begun; null for documents.</param>
/// <param name="Since">When it began.</param>
public sealed record LaneProgress(string Phase, long Done, long? Total, long Bytes, long? BytesTotal, DateTimeOffset Since)
{
    /// <summary>Documents or, for files, bytes a second since it began; null in its first moments.</summary>
    public double? Rate { get; init; }

    /// <summary>How long the rest takes at that rate; null when the whole is not known.</summary>
    public TimeSpan? TimeLeft { get; init; }
}
