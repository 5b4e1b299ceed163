using System.Net.Http.Headers;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>When to try again after transient trouble: twice as long each time, capped, with jitter so that devices do not come back in step.</summary>
/// <param name="time">The clock.</param>
/// <param name="tries">How many tries in all. More keep a one-shot sync waiting before a dead server, fewer give up at a blip.</param>
internal sealed class RetrySchedule(TimeProvider time, int tries = 4)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(10);

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>How long a server asked us to stay away, which it may say as a length or as a date.</summary>
    public TimeSpan? Asked(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? TimeSpan.FromTicks(Math.Max(0, (date - time.GetUtcNow()).Ticks)) : null);

    /// <summary>Waits before the next try, answering false when there shall be none.</summary>
    public async Task<bool> WaitAsync(int attempt, TimeSpan? asked, CancellationToken cancellationToken)
    {
        if (attempt >= tries || asked > Cap) // coming back sooner than asked would be noise; waiting as long would hold up the caller
        {
            return false;
        }

        var wait = TimeSpan.FromTicks(Math.Min(First.Ticks << attempt, Cap.Ticks));
        await Task.Delay(asked ?? Jitter.UpTo(wait), time, cancellationToken);
        return true;
    }
}
