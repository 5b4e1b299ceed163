using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>A new password by the present one. Done again after it was cut off, it goes on where the server is.</summary>
internal sealed class PasswordRenewal(IMediator mediator, ServerDoor door, PasswordChange change)
{
    /// <remarks>Only while no round runs.</remarks>
    /// <exception cref="VaultException"><c>SlotInvalid</c>: the present password is another.</exception>
    public async Task<bool> RunAsync(SyncAccount account, Secret presentPassword, Secret newPassword, CancellationToken cancellationToken)
    {
        var (user, database) = (account.User, account.Address.Database);
        var present = await mediator.Send(new BeginLogin(user, database, presentPassword), cancellationToken);
        var next = await mediator.Send(new BeginLogin(user, database, newPassword), cancellationToken);
        try
        {
            using var oldLogin = present.ServerPassword;
            using var newLogin = next.ServerPassword;
            using var client = await door.EnterAsync(account, cancellationToken);
            using var inUse = await mediator.Send(new RecallLogin(), cancellationToken);
            if (inUse!.ServerPassword.Utf8.SequenceEqual(newLogin.Utf8))
            {
                await change.FinishAsync(client, account.Address, next.Number, cancellationToken); // the server knows it already: only the old slot is left
                return true;
            }

            // A slot that was left behind opens too. The server's word decides which password is the present one.
            if (!inUse.ServerPassword.Utf8.SequenceEqual(oldLogin.Utf8))
            {
                throw WrongPassword();
            }

            var keep = new KeepLogin(user, database, oldLogin) { Coming = newLogin };
            await change.RunAsync(client, account.Address, user, next, present.Number, () => mediator.Send(keep, cancellationToken), cancellationToken);
            await mediator.Send(new KeepLogin(user, database, newLogin), cancellationToken);
            return true;
        }
        finally
        {
            await mediator.Send(new EndLogin(present.Number), CancellationToken.None);
            await mediator.Send(new EndLogin(next.Number), CancellationToken.None);
        }
    }

    private static VaultException WrongPassword() =>
        new("SlotInvalid", "The present password is another. Nothing was changed.", "Type it again; if it is forgotten, use 'aurix vault recover'.");
}
