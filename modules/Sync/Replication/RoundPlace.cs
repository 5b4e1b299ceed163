namespace Aurix.Platform.Sync.Replication;

/// <summary>What rounds of one process leave to the next ones. All of it is in memory: a new process begins at the checkpoints.</summary>
internal sealed class RoundPlace
{
    /// <summary>How far the push came, and what waits for its file.</summary>
    public PushPlace Push { get; } = new();

    /// <summary>Up to where the server's feed was taken in, in its own words; null before a round.</summary>
    public string? PulledTo { get; set; }
}
