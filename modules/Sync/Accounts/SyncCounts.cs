using Aurix.Platform.Documents;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>What this copy of the module has moved and settled since it was loaded, for whoever watches. Nothing is decided on it.</summary>
internal sealed class SyncCounts
{
    private long _pushed;
    private long _pulled;
    private long _merged;
    private long _waiting = -1;
    private long _through = -1;

    public long BytesPushed => Interlocked.Read(ref _pushed);

    public long BytesPulled => Interlocked.Read(ref _pulled);

    public long Merged => Interlocked.Read(ref _merged);

    /// <summary>Conflicts that waited at the end of the last round; null before one.</summary>
    public long? Waiting => Interlocked.Read(ref _waiting) is >= 0 and var waiting ? waiting : null;

    /// <summary>Up to where the server has what changed here; null before a round has asked it.</summary>
    public LocalSequence? PushedThrough => Interlocked.Read(ref _through) is >= 0 and var through ? new(through) : null;

    public void Exchanged(long? pushed, long? pulled)
    {
        Interlocked.Add(ref _pushed, pushed ?? 0);
        Interlocked.Add(ref _pulled, pulled ?? 0);
    }

    public void Pushed(LocalSequence through) => Interlocked.Exchange(ref _through, through.Value);

    public void Settled(SyncReport report)
    {
        Interlocked.Add(ref _merged, report.Merged);
        Interlocked.Exchange(ref _waiting, report.Waiting);
    }
}
