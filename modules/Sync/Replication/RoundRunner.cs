using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;

namespace Aurix.Platform.Sync.Replication;

/// <summary>Runs rounds one at a time, also across processes, and remembers how each ended.</summary>
internal sealed class RoundRunner(IModuleContext context, AccountStore accounts, SyncJournal journal, SyncRound round) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>One round; null when the owner has not opted in.</summary>
    public async Task<SyncReport?> RunAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (accounts.Read() is not { } account)
            {
                return null;
            }

            using var claim = Claim();
            var report = await round.RunAsync(account, cancellationToken);
            journal.Succeeded();
            return report;
        }
        catch (AurixException failure) when (failure.Code != "SyncRunning")
        {
            journal.Failed(failure.Message);
            throw;
        }
        finally
        {
            _one.Release();
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
