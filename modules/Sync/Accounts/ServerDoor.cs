using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Opens a connection as the account's login says, and settles which login is the right one after a password change was cut off.</summary>
internal sealed class ServerDoor(IMediator mediator, AccountStore accounts, LoginHold hold, SyncCounts counts, TimeProvider time)
{
    /// <summary>A connection that is logged in. The caller disposes it.</summary>
    /// <remarks>A refusal, now or later on this connection, is remembered: until its owner acts, this login is not tried again.</remarks>
    /// <exception cref="RemoteRefusedException"><c>LoginRefused</c>: the password was changed on another device.</exception>
    public async Task<CouchClient> EnterAsync(SyncAccount account, CancellationToken cancellationToken, SyncAct act = SyncAct.Talk)
    {
        hold.Demand(account);
        using var kept = await accounts.RecallAsync(account, cancellationToken);
        if (account.Address.Connection.Auth == ServerAuth.Bearer)
        {
            return await EnterKeptAsync(account, kept.Token ?? throw TokenMissing(account), act, cancellationToken);
        }

        if (kept.Coming is { } coming)
        {
            // The server may know it already. If it does not, the change never got there and is over; the owner begins it again.
            var (client, login) = await TryAsync(account, coming, cancellationToken) is { } entered
                ? (entered, coming)
                : (await EnterKeptAsync(account, kept.ServerPassword, act, cancellationToken), kept.ServerPassword);
            await mediator.Send(new KeepLogin(account.User, account.Address.Database, login), cancellationToken);
            return client;
        }

        return await EnterKeptAsync(account, kept.ServerPassword, act, cancellationToken);
    }

    /// <summary>A connection under a login that somebody has just given: the server's password, or the token where the address asks for one.</summary>
    public Task<CouchClient> EnterAsync(RemoteAddress address, string user, Secret serverPassword, CancellationToken cancellationToken) =>
        ConnectAsync(address, user, serverPassword, () => { }, () => { }, cancellationToken);

    private Task<CouchClient> EnterKeptAsync(SyncAccount account, Secret login, SyncAct act, CancellationToken cancellationToken) =>
        ConnectAsync(account.Address, account.User, login, hold.Note, () => accounts.Demand(act), cancellationToken);

    private async Task<CouchClient> ConnectAsync(RemoteAddress address, string user, Secret serverPassword, Action refused, Action demand, CancellationToken cancellationToken)
    {
        var client = new CouchClient(address, user, serverPassword.Reveal(), new RetrySchedule(time), counts, refused, demand);
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

    private static VaultException TokenMissing(SyncAccount account) =>
        new("LoginMissing", $"This device has no token for {account} any more.", "Run 'aurix sync login' with the password and --token-file; everything here is kept.");

    private async Task<CouchClient?> TryAsync(SyncAccount account, Secret login, CancellationToken cancellationToken)
    {
        try
        {
            return await EnterAsync(account.Address, account.User, login, cancellationToken);
        }
        catch (RemoteRefusedException refused) when (refused.Code == ServerLogin.LoginRefused)
        {
            return null;
        }
    }
}
