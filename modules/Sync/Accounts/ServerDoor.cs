using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Opens a connection as the account's login says, and settles which login is the right one after a password change was cut off.</summary>
internal sealed class ServerDoor(IMediator mediator, AccountStore accounts, SyncCounts counts, TimeProvider time)
{
    /// <summary>A connection that is logged in. The caller disposes it.</summary>
    /// <exception cref="RemoteRefusedException"><c>LoginRefused</c>: the password was changed on another device.</exception>
    public async Task<CouchClient> EnterAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        using var kept = await accounts.RecallAsync(account, cancellationToken);
        if (kept.Coming is { } coming)
        {
            // The server may know it already. If it does not, the change never got there and is over; the owner begins it again.
            var (client, login) = await TryAsync(account, coming, cancellationToken) is { } entered
                ? (entered, coming)
                : (await EnterAsync(account.Address, account.User, kept.ServerPassword, cancellationToken), kept.ServerPassword);
            await mediator.Send(new KeepLogin(account.User, account.Address.Database, login), cancellationToken);
            return client;
        }

        return await EnterAsync(account.Address, account.User, kept.ServerPassword, cancellationToken);
    }

    /// <summary>A connection under this login.</summary>
    public async Task<CouchClient> EnterAsync(RemoteAddress address, string user, Secret serverPassword, CancellationToken cancellationToken)
    {
        var client = new CouchClient(address, user, serverPassword.Reveal(), new RetrySchedule(time), counts);
        try
        {
            await client.ConnectAsync(cancellationToken);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task<CouchClient?> TryAsync(SyncAccount account, Secret login, CancellationToken cancellationToken)
    {
        try
        {
            return await EnterAsync(account.Address, account.User, login, cancellationToken);
        }
        catch (RemoteRefusedException refused) when (refused.Code == CouchSession.LoginRefused)
        {
            return null;
        }
    }
}
