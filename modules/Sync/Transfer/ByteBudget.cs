namespace Aurix.Platform.Sync.Transfer;

/// <summary>How many bytes of files may travel, in both directions together. Several lanes spend it at a time.</summary>
/// <param name="most">Null for as many as there are.</param>
internal sealed class ByteBudget(long? most)
{
    private long _left = most ?? long.MaxValue;

    /// <summary>Whether nothing more may be begun.</summary>
    public bool IsSpent => Interlocked.Read(ref _left) <= 0;

    /// <summary>Notes what is about to travel. False when nothing may be begun any more; the last that was begun may go over.</summary>
    public bool TrySpend(long bytes) => Interlocked.Add(ref _left, -bytes) + bytes > 0;
}
