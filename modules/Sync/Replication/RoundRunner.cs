using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Transfer;

namespace Aurix.Platform.Sync.Replication;

/// <summary>Runs rounds of documents one at a time, also across processes, files beside them, and remembers how each ended.</summary>
internal sealed class RoundRunner(IModuleContext context, AccountStore accounts, ServerDoor door, SyncJournal journal, SyncRound round, FileRound files, AlarmBook alarms, SyncCounts counts) : IDisposable
{
    // Two processes that replicate at once would only repeat each other's work and race for one checkpoint.
    private const string Lock = "round.lock";

    private const string Running = "SyncRunning";

    private const int Tries = 30;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private readonly RoundPlace _place = new();
    private CancellationTokenSource _optedIn = new();

    /// <summary>Fires when the owner stops it by way of this process.</summary>
    public CancellationToken OptedIn => Volatile.Read(ref _optedIn).Token;

    /// <summary>One whole round; null when the owner has not opted in, has paused sync, or does so meanwhile.</summary>
    /// <param name="scope">What travels.</param>
    /// <param name="bytes">After how many bytes of files it ends; null for all.</param>
    /// <param name="cancellationToken">Ends it where it is.</param>
    public async Task<SyncReport?> RunAsync(SyncScope scope, long? bytes, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(OptedIn, cancellationToken); // before the account is read, so that whoever forgets it afterwards ends the round
        if (accounts.Read() is not { State: SyncState.Enabled } account)
        {
            return null;
        }

        try
        {
            return await NotedAsync(
                _place,
                async () =>
                {
                    using var client = await door.EnterAsync(account, stop.Token);
                    return await RunAsync(client, account, scope, new ByteBudget(bytes), stop.Token);
                });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // its owner has stopped it meanwhile
        }
        catch (UsageException) when (accounts.State != SyncState.Enabled)
        {
            return null; // in another process
        }
    }

    /// <summary>A round of documents over a connection that is there, for whoever stays.</summary>
    public async Task<SyncReport> RunDocumentsAsync(CouchClient client, SyncAccount account, RoundPlace place, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            using var claim = await ClaimPatientlyAsync(cancellationToken);
            return await round.RunAsync(client, account, place, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Remembers how something ended that counts as a round.</summary>
    public async Task<SyncReport> NotedAsync(RoundPlace place, Func<Task<SyncReport>> work)
    {
        try
        {
            var report = await work();
            journal.Succeeded(isEqual: place.Push.Held.Count == 0, report.HeldDeletes);
            counts.Settled(report);
            return report;
        }
        catch (AurixException failure) when (failure.Code != Running && accounts.State == SyncState.Enabled)
        {
            journal.Failed(failure.Message);
            await alarms.NoteAsync(failure, accounts.Read()?.Address.ToString() ?? "", CancellationToken.None);
            throw;
        }
    }

    private async Task<SyncReport> RunAsync(CouchClient client, SyncAccount account, SyncScope scope, ByteBudget budget, CancellationToken cancellationToken)
    {
        var report = scope == SyncScope.Files ? new(0, 0, 0, 0, 0, 0, 0) : await RunDocumentsAsync(client, account, _place, cancellationToken);
        if (scope == SyncScope.Documents)
        {
            return report;
        }

        var (up, down) = await files.RunAsync(client, account, budget, cancellationToken);
        report = report with { ChunksPushed = up.Chunks, ChunksPulled = down.Chunks, Quarantined = report.Quarantined + up.Refused + down.Refused };
        if (up.Confirmed == 0 || (scope == SyncScope.Everything && _place.Push.Held.Count == 0))
        {
            return report;
        }

        var waited = await RunDocumentsAsync(client, account, _place, cancellationToken);
        return waited with
        {
            DocumentsPulled = report.DocumentsPulled + waited.DocumentsPulled,
            DocumentsPushed = report.DocumentsPushed + waited.DocumentsPushed,
            ChunksPulled = report.ChunksPulled,
            ChunksPushed = report.ChunksPushed,
            Merged = report.Merged + waited.Merged,
            Quarantined = report.Quarantined + waited.Quarantined,
        };
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

    /// <summary>Does something short with the account, if no round and nobody else has the turn: false when it was taken.</summary>
    public async Task<bool> TryAloneAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(0, cancellationToken))
        {
            return false;
        }

        try
        {
            using var claim = LockFile.TryHold(context, Lock);
            if (claim is null)
            {
                return false;
            }

            await work();
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Opts out, pauses or has the server's copy removed: what is running ends where it is, and nothing follows (I-4). False when it was so already.</summary>
    public async Task<bool> StopAsync(SyncAct act, CancellationToken cancellationToken)
    {
        var changed = await accounts.ChangeAsync(act, cancellationToken);
        await Interlocked.Exchange(ref _optedIn, new()).CancelAsync();
        await _one.WaitAsync(cancellationToken);
        _one.Release();
        await files.WhenIdleAsync(cancellationToken);
        return changed;
    }

    public void Dispose() => _one.Dispose();

    // A round of the daemon is a matter of seconds; a first sync of a large vault is not, and then its owner is told.
    private async Task<FileStream> ClaimPatientlyAsync(CancellationToken cancellationToken) =>
        await LockFile.HoldAsync(context, Lock, Tries, Between, cancellationToken)
        ?? throw new UsageException(Running, "Another process of this device is syncing right now.", "Let it finish; it does what you asked for.");
}
