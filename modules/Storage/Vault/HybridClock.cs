using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Vault;

/// <summary>The device's hybrid logical clock (conflict.md §1.3), kept in the database so that it survives a clock set back.</summary>
internal static class HybridClock
{
    /// <summary>
    /// How far ahead of this device's wall clock another's may be and still be believed. Less, and honest clocks that are a little off
    /// lose the order of their edits; more, and one clock in 2099 drags every document along.
    /// </summary>
    public static readonly TimeSpan LargestDrift = TimeSpan.FromMinutes(5);

    /// <summary>The stamp of an edit made now: later than its parent, than this device's last edit, and than its own actor's last edit of the document.</summary>
    public static HybridTimestamp Tick_InTransaction(Session session, TimeProvider time, ActorId actor, HybridTimestamp? parent, (long Milliseconds, int Counter) own)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var device = MetaRow.Of(session).Clock;
        var latest = Later(device, own);
        if (parent is { } seen)
        {
            latest = Later(latest, (seen.Milliseconds, seen.Counter));
        }

        (long Milliseconds, int Counter) next = now > latest.Milliseconds ? (now, 0) : (latest.Milliseconds, latest.Counter + 1);
        if (next.Counter >= HybridTimestamp.CounterLimit)
        {
            next = (next.Milliseconds + 1, 0);
        }

        Keep(session, now, device, next);
        return new HybridTimestamp(next.Milliseconds, next.Counter, actor);
    }

    /// <summary>Takes note of a stamp from elsewhere, unless it is too far in the future.</summary>
    public static void Observe_InTransaction(Session session, TimeProvider time, HybridTimestamp stamp) =>
        Keep(session, time.GetUtcNow().ToUnixTimeMilliseconds(), MetaRow.Of(session).Clock, (stamp.Milliseconds, stamp.Counter));

    private static void Keep(Session session, long now, (long Milliseconds, int Counter) device, (long Milliseconds, int Counter) candidate)
    {
        if (candidate.CompareTo(device) > 0 && candidate.Milliseconds <= now + (long)LargestDrift.TotalMilliseconds)
        {
            MetaRow.Change_InTransaction(session, meta => meta with { Clock = candidate });
        }
    }

    private static (long Milliseconds, int Counter) Later((long Milliseconds, int Counter) left, (long Milliseconds, int Counter) right) =>
        left.CompareTo(right) >= 0 ? left : right;
}
