using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>The three steps of a new password, in an order in which every prefix leaves one that works (crypto.md §2.6).</summary>
/// <remarks>
/// <code>
///                               server's login   slots        what works after a crash
/// 1  old and new slot           old              new, old     old
/// 2  the account's password     new              new, old     new, and old opens what it no longer gets to
/// 3  the old slot is dropped    new              new          new
/// </code>
/// </remarks>
internal sealed class PasswordChange(IMediator mediator, ServerDoor door, TimeProvider time)
{
    // A CouchDB remembers logins and hears of a new password a moment after it took it. No more tries than these: five would lock the account there.
    private static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)];

    /// <param name="client">Logged in under what the server knows so far.</param>
    /// <param name="address">Where.</param>
    /// <param name="user">As whom.</param>
    /// <param name="next">A login begun with the new password.</param>
    /// <param name="present">A login begun with the present password; null when the recovery code has shown who asks.</param>
    /// <param name="remember">Makes the coming login durable before the server is told.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    public async Task RunAsync(CouchClient client, RemoteAddress address, string user, LoginTicket next, long? present, Func<Task> remember, CancellationToken cancellationToken)
    {
        // Step 1
        await VaultEdit.RunAsync(client, address, async shown => await mediator.Send(new AddPasswordSlot(next.Number, shown, present), cancellationToken), cancellationToken);

        // Step 2
        await remember();
        using var renewed = await TellAsync(client, address, user, next.ServerPassword, cancellationToken);

        // Step 3
        await FinishAsync(renewed, address, next.Number, cancellationToken);
    }

    /// <summary>Step 3 alone, for a change whose first two are done.</summary>
    public Task FinishAsync(CouchClient client, RemoteAddress address, long login, CancellationToken cancellationToken) =>
        VaultEdit.RunAsync(client, address, async shown => await mediator.Send(new KeepPasswordSlot(login, shown), cancellationToken), cancellationToken);

    /// <summary>Tells the server, and finds out whether it heard: an answer that is lost says nothing, a login says all.</summary>
    public async Task<CouchClient> TellAsync(CouchClient client, RemoteAddress address, string user, Secret login, CancellationToken cancellationToken)
    {
        if (address.Connection.Auth == ServerAuth.Bearer)
        {
            return await EnterByTokenAsync(address, user, cancellationToken); // the server takes no password, so there is none to tell it
        }

        AurixException? trouble = null;
        try
        {
            await OwnAccount.SetPasswordAsync(client, user, login.Reveal(), cancellationToken);
        }
        catch (AurixException failure) when (failure is RemoteRefusedException or RemoteUnavailableException)
        {
            trouble = failure;
        }

        for (var tries = 0; ; tries++)
        {
            try
            {
                return await door.EnterAsync(address, user, login, cancellationToken);
            }
            catch (RemoteRefusedException) when (trouble is not null)
            {
                throw trouble;
            }
            catch (RemoteRefusedException refused) when (refused.Code == ServerLogin.LoginRefused && tries < Waits.Length)
            {
                await Task.Delay(Waits[tries], time, cancellationToken);
            }
        }
    }

    private async Task<CouchClient> EnterByTokenAsync(RemoteAddress address, string user, CancellationToken cancellationToken)
    {
        using var kept = await mediator.Send(new RecallLogin(), cancellationToken);
        return await door.EnterAsync(address, user, kept!.Token!, cancellationToken);
    }
}
