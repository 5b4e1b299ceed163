using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>A new password by the present one. Done again after it was cut off, it goes on where the server is.</summary>
internal sealed class ChangePasswordHandler(IMediator mediator, RoundRunner rounds, ServerDoor door, PasswordChange change) : IRequestHandler<ChangePassword, bool>
{
    public Task<bool> Handle(ChangePassword request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => ChangeAsync(account, request, cancellationToken), cancellationToken);

    private async Task<bool> ChangeAsync(SyncAccount account, ChangePassword request, CancellationToken cancellationToken)
    {
        var (user, database) = (account.User, account.Address.Database);
        var present = await mediator.Send(new BeginLogin(user, database, request.Present), cancellationToken);
        var next = await mediator.Send(new BeginLogin(user, database, request.New), cancellationToken);
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
