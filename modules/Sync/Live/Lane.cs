using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Live;

/// <summary>Does one kind of work again and again, for ever. What fails is tried again, later each time, and never holds up another lane.</summary>
/// <param name="name">What <c>aurix sync status</c> calls it.</param>
/// <param name="board">Where its state is shown.</param>
/// <param name="nudge">Rings when trying at once is worth it: the network is back.</param>
/// <param name="time">The clock.</param>
internal sealed class Lane(string name, LiveBoard board, Bell nudge, TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1); // a network that is back is noticed by itself, a server that is back after this long at the latest
    private static readonly TimeSpan Refused = TimeSpan.FromMinutes(5); // a no does not become a yes by asking; somebody has to act first
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1); // whatever a server says, it is asked again some time

    private int _failures;

    /// <summary>The work goes well: the next failure is the first.</summary>
    public void Well()
    {
        _failures = 0;
        board.Well(name);
    }

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="work">Says by <see cref="Well"/> when it goes well, before it waits for something.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Func<Lane, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        Well();
        while (true)
        {
            try
            {
                await work(this, cancellationToken);
                Well();
            }
            catch (AurixException failure)
            {
                var wait = WaitAfter(failure);
                board.Failed(name, failure, time.GetUtcNow() + wait);
                await nudge.WaitAsync(wait, cancellationToken);
            }
        }
    }

    private TimeSpan WaitAfter(AurixException failure)
    {
        _failures++;
        if (failure is RemoteUnavailableException { RetryAfter: { } asked })
        {
            return Jitter.AtLeast(TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestAsked.Ticks))); // sooner than asked would be noise
        }

        var wait = failure is RemoteRefusedException or VaultException { Code: not "VaultLocked" } ? Refused : TimeSpan.FromTicks(Math.Min(First.Ticks << Math.Min(_failures - 1, 10), Most.Ticks));
        return Jitter.UpTo(wait);
    }
}
