using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;

namespace Aurix.Platform.Sync.Live;

/// <summary>Follows the server of whatever account there is: a session for each, ended when its owner opts out or in to another, by whichever process.</summary>
internal sealed class LiveSync(LiveTools tools, AccountStore accounts, LoginHold hold)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1); // between two looks at the account, a file of a few bytes: how long something may still be sent after another process opted out
    private static readonly TimeSpan Slept = TimeSpan.FromSeconds(15); // that much longer than it should have been, and the machine was asleep

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var network = tools.Network.Listen();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (tools.Options.IsLive && Read() is { State: SyncState.Enabled } account)
            {
                await RunSessionAsync(account, cancellationToken);
            }
            else
            {
                await Task.Delay(Look, tools.Time, cancellationToken);
            }
        }
    }

    private async Task RunSessionAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(tools.Rounds.OptedIn, cancellationToken);
        using var session = new LiveSession(account, tools);
        var running = session.RunAsync(over.Token);
        await Task.WhenAny(running, WatchAsync(account, over.Token));
        await over.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // the account is another, or none
        }
    }

    // Ends when the account is another.
    private async Task WatchAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        var (now, held) = (tools.Time.GetUtcNow(), hold.Read());
        while (Read() is { State: SyncState.Enabled } there && there.Client == account.Client)
        {
            await Task.Delay(Look, tools.Time, cancellationToken);
            var (then, before) = (now, held);
            (now, held) = (tools.Time.GetUtcNow(), hold.Read());
            if (now - then > Look + Slept || (before is not null && held is null))
            {
                tools.Network.Changed(); // the machine has slept, or the owner has signed in again
            }
        }
    }

    // Damaged counts as none: whoever asks for a round is told.
    private SyncAccount? Read()
    {
        try
        {
            return accounts.Read();
        }
        catch (StoreException)
        {
            return null;
        }
    }
}
