using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>A new password by the recovery code: on a device that syncs, or on a fresh one that the server's administrator let in.</summary>
internal sealed class RecoverAccessHandler(IMediator mediator, RoundRunner rounds, ServerDoor door, PasswordChange change, AccountOpening opening) : IRequestHandler<RecoverAccess, EnableOutcome>
{
    public async Task<EnableOutcome> Handle(RecoverAccess request, CancellationToken cancellationToken)
    {
        await mediator.Send(new CheckRecoveryCode(request.RecoveryCode), cancellationToken);
        return request.Through is { } entrance
            ? await EnterAsync(request, entrance, cancellationToken)
            : await rounds.AloneAsync(account => RenewAsync(account, request, cancellationToken), cancellationToken);
    }

    private async Task<EnableOutcome> RenewAsync(SyncAccount account, RecoverAccess request, CancellationToken cancellationToken)
    {
        var (user, database) = (account.User, account.Address.Database);
        var next = await mediator.Send(new BeginLogin(user, database, request.New), cancellationToken);
        try
        {
            using var newLogin = next.ServerPassword;
            using var client = await door.EnterAsync(account, cancellationToken);
            var document = await ReadAsync(client, account.Address, cancellationToken);
            await mediator.Send(new CheckVaultDocument(document), cancellationToken);
            await mediator.Send(new RecoverVault(request.RecoveryCode, document), cancellationToken);
            using var inUse = await mediator.Send(new RecallLogin(), cancellationToken);
            if (inUse!.ServerPassword.Utf8.SequenceEqual(newLogin.Utf8))
            {
                await change.FinishAsync(client, account.Address, next.Number, cancellationToken);
            }
            else
            {
                var keep = new KeepLogin(user, database, inUse.ServerPassword) { Coming = newLogin };
                await change.RunAsync(client, account.Address, user, next, present: null, () => mediator.Send(keep, cancellationToken), cancellationToken);
                await mediator.Send(new KeepLogin(user, database, newLogin), cancellationToken);
            }

            return new(account.Vault, RecoveryCode: null, Reissued: null);
        }
        finally
        {
            await mediator.Send(new EndLogin(next.Number), CancellationToken.None);
        }
    }

    private async Task<EnableOutcome> EnterAsync(RecoverAccess request, RecoveryEntrance entrance, CancellationToken cancellationToken)
    {
        var address = RemoteAddress.Parse(entrance.Address) with { Connection = entrance.Connection };
        ConnectionRules.Check(address.Server, entrance.Connection, token: null);
        var own = await opening.BeginAsync(address, cancellationToken);
        var next = await mediator.Send(new BeginLogin(entrance.User, address.Database, request.New) { SecretKey = entrance.SecretKey }, cancellationToken);
        try
        {
            using var newLogin = next.ServerPassword;
            using var client = await door.EnterAsync(address, entrance.User, entrance.ServerPassword, cancellationToken);
            var document = await ReadAsync(client, address, cancellationToken);
            await opening.DemandJoinableAsync(document, address, cancellationToken);
            var recovered = await mediator.Send(new RecoverVault(request.RecoveryCode, document), cancellationToken);
            var outcome = await opening.MoveInAsync(own, recovered, cancellationToken);

            // Nothing to remember before the server is told: cut off afterwards, this device opts in with the new password like any other.
            await change.RunAsync(client, address, entrance.User, next, present: null, () => Task.CompletedTask, cancellationToken);
            await opening.EndAsync(new KeepLogin(entrance.User, address.Database, newLogin) { SecretKey = entrance.SecretKey }, address, outcome.Vault, entrance.AskFirst ? SyncState.SignedIn : SyncState.Enabled, cancellationToken);
            return outcome;
        }
        finally
        {
            await mediator.Send(new EndLogin(next.Number), CancellationToken.None);
        }
    }

    private static async Task<Documents.BodyBytes> ReadAsync(CouchClient client, RemoteAddress address, CancellationToken cancellationToken) =>
        await VaultDocument.ReadAsync(new CouchDatabase(client, address.Database), cancellationToken)
        ?? throw new VaultException("VaultMissing", $"There is no vault at '{address}'.", "Check the address, or ask the server's owner; nothing local is lost.");
}
