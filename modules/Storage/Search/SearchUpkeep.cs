using Aurix.Platform.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage.Search;

/// <summary>Keeps the full-text index from falling behind: a little while after a write, in small steps between the writes of others.</summary>
internal sealed class SearchUpkeep : IAsyncDisposable
{
    // Long enough that a person's next keystrokes come first, short enough that a search seldom finds something left to do.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(1);

    // Documents a step: a writer that comes meanwhile waits for one step at the most, some milliseconds.
    private const int Step = 50;

    // Steps a turn. Between turns the delay passes, so that a store under load spends a tenth of its time here and not all of it.
    private const int StepsATurn = 20;

    // Documents a step when somebody waits for all of them.
    private const int LargeStep = 1000;

    private readonly Database _vault;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _closing = new();
    private int _isArmed;
    private Task _turn = Task.CompletedTask;

    public SearchUpkeep(Database vault, TimeProvider time, ILogger log)
    {
        _vault = vault;
        _log = log;
        _timer = time.CreateTimer(_ => _turn = TurnAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes up every document that waits. When this returns, a search misses nothing that was acknowledged before it was called.</summary>
    public static async Task CatchUpAsync(Database vault, CancellationToken cancellationToken)
    {
        if (vault.Read(SearchIndex.IsBehind))
        {
            while (await TakeUpAsync(vault, LargeStep, cancellationToken))
            {
            }
        }
    }

    /// <summary>Something was written: sees to it that a turn comes.</summary>
    public void Arm()
    {
        if (Interlocked.Exchange(ref _isArmed, 1) == 0 && !_closing.IsCancellationRequested)
        {
            _timer.Change(Delay, Timeout.InfiniteTimeSpan);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _timer.DisposeAsync();
        await _turn;
        _closing.Dispose();
    }

    private static Task<bool> TakeUpAsync(Database vault, int documents, CancellationToken cancellationToken) =>
        vault.WriteLazilyAsync(session => SearchIndex.TakeUp_InTransaction(session, documents), cancellationToken);

    private async Task TurnAsync()
    {
        Volatile.Write(ref _isArmed, 0);
        try
        {
            for (var step = 0; _vault.Read(SearchIndex.IsBehind); step++)
            {
                if (step == StepsATurn)
                {
                    Arm();
                    return;
                }

                await TakeUpAsync(_vault, Step, _closing.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The store is being closed; the marks stay for the next time.
        }
        catch (Exception wrong)
        {
            // The next write arms it again, and a search tells its caller.
            StorageLog.SearchBehind(_log, wrong, _vault.Name);
        }
    }
}
