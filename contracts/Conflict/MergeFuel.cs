namespace Aurix.Platform.Conflict;

/// <summary>How much work one merge may do. Counted in steps and not in time, so that a slow device decides what a fast one decides.</summary>
public sealed class MergeFuel(long steps)
{
    /// <summary>What one merge gets: at most about 0.3 s on a slow core (conflict.md §7). Less makes large merges fall back, more lets one document stall the rest.</summary>
    public const long Default = 20_000_000;

    /// <summary>Steps that are left.</summary>
    public long Remaining { get; private set; } = steps;

    /// <summary>Uses steps, answering false when there are not enough.</summary>
    public bool Take(long count)
    {
        if (count > Remaining)
        {
            Remaining = 0;
            return false;
        }

        Remaining -= count;
        return true;
    }
}
