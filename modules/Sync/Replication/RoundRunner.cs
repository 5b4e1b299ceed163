using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Devices;

namespace Aurix.Platform.Sync.Replication;

/// <summary>Runs rounds one at a time, also across processes, and remembers how each ended.</summary>
internal sealed class RoundRunner(IModuleContext context, AccountStore accounts, SyncJournal journal, SyncRound round, AlarmBook alarms) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile CancellationTokenSource? _running;

    /// <summary>One round; null when the owner has not opted in.</summary>
    public async Task<SyncReport?> RunAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _running = stop; // before the account is read, so that whoever forgets it afterwards finds the round
            if (accounts.Read() is not { } account)
            {
                return null;
            }

            using var claim = Claim();
            var report = await round.RunAsync(account, stop.Token);
            journal.Succeeded();
            return report;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // the owner opted out meanwhile
        }
        catch (AurixException failure) when (failure.Code != "SyncRunning")
        {
            journal.Failed(failure.Message);
            await alarms.NoteAsync(failure, accounts.Read()?.Address.ToString() ?? "", CancellationToken.None);
            throw;
        }
        finally
        {
            _running = null;
            _one.Release();
        }
    }

    /// <summary>Opts out: a round that is running ends where it is, and none follows (I-4). False when sync was off.</summary>
    public async Task<bool> StopAsync(CancellationToken cancellationToken)
    {
        var existed = accounts.Forget();
        var waiting = _one.WaitAsync(cancellationToken);
        if (!waiting.IsCompleted)
        {
            Cancel(_running);
        }

        await waiting;
        _one.Release();
        return existed;
    }

    private static void Cancel(CancellationTokenSource? running)
    {
        try
        {
            running?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has just ended by itself
        }
    }

    public void Dispose() => _one.Dispose();

    // Two processes that replicate at once would only repeat each other's work and race for one checkpoint.
    private FileStream Claim()
    {
        try
        {
            return new FileStream(Path.Combine(context.DataDirectory, "round.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new UsageException("SyncRunning", "Another process of this device is syncing right now.", "Let it finish; it does what you asked for.");
        }
    }
}
