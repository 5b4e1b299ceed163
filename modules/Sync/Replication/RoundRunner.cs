using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Devices;

namespace Aurix.Platform.Sync.Replication;

/// <summary>Runs rounds one at a time, also across processes, and remembers how each ended.</summary>
internal sealed class RoundRunner(IModuleContext context, AccountStore accounts, SyncJournal journal, SyncRound round, AlarmBook alarms, SyncCounts counts) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private volatile CancellationTokenSource? _running;

    /// <summary>One round; null when the owner has not opted in, has paused sync, or does so meanwhile.</summary>
    public async Task<SyncReport?> RunAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _running = stop; // before the account is read, so that whoever forgets it afterwards finds the round
            if (accounts.Read() is not { State: SyncState.Enabled } account)
            {
                return null;
            }

            using var claim = Claim();
            var report = await round.RunAsync(account, stop.Token);
            journal.Succeeded();
            counts.Settled(report);
            return report;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // the owner opted out meanwhile
        }
        catch (UsageException) when (accounts.State != SyncState.Enabled)
        {
            return null; // in another process
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

    /// <summary>Does something with the account that no round may see half done: waits for one that runs, and keeps others out meanwhile.</summary>
    /// <exception cref="UsageException"><c>SyncRunning</c>, or the account's state does not allow this.</exception>
    public async Task<T> AloneAsync<T>(Func<SyncAccount, Task<T>> work, CancellationToken cancellationToken, SyncAct act = SyncAct.Talk)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var account = accounts.Demand(act);
            using var claim = await ClaimPatientlyAsync(cancellationToken);
            return await work(account);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Opts out, pauses or has the server's copy removed: a round that is running ends where it is, and none follows (I-4). False when it was so already.</summary>
    public async Task<bool> StopAsync(SyncAct act, CancellationToken cancellationToken)
    {
        var changed = await accounts.ChangeAsync(act, cancellationToken);
        var waiting = _one.WaitAsync(cancellationToken);
        if (!waiting.IsCompleted)
        {
            Cancel(_running);
        }

        await waiting;
        _one.Release();
        return changed;
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

    // A round of the daemon is a matter of seconds; a first sync of a large vault is not, and then its owner is told.
    private async Task<FileStream> ClaimPatientlyAsync(CancellationToken cancellationToken)
    {
        for (var left = 30; ; left--)
        {
            try
            {
                return Claim();
            }
            catch (UsageException) when (left > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), context.Time, cancellationToken);
            }
        }
    }

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
