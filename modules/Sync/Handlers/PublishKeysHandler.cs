using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>The closing list first, then one write of the vault document; what it says is taken in like any other that a server shows.</summary>
internal sealed class PublishKeysHandler(IMediator mediator, RoundRunner rounds, ServerDoor door, AccountOpening opening, VaultWatch watch) : IRequestHandler<PublishKeys, Secret?>
{
    public Task<Secret?> Handle(PublishKeys request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => PublishAsync(account, request, cancellationToken), cancellationToken);

    private async Task<Secret?> PublishAsync(SyncAccount account, PublishKeys request, CancellationToken cancellationToken)
    {
        var login = await mediator.Send(new BeginLogin(account.User, account.Address.Database, request.Password), cancellationToken);
        try
        {
            using var serverPassword = login.ServerPassword;
            using var client = await door.EnterAsync(account, cancellationToken);
            await opening.PrepareAsync(new BlobDatabase(client, account.Address.BlobDatabase), cancellationToken);
            WrappedVault? wrapped = null;
            await VaultEdit.RunAsync(
                client,
                account.Address,
                async shown =>
                {
                    wrapped?.RecoveryCode.Dispose();
                    wrapped = await mediator.Send(new WrapNewerKeys(login.Number, shown), cancellationToken);
                    return wrapped?.Document;
                },
                cancellationToken);

            var document = await VaultDocument.ReadAsync(new CouchDatabase(client, account.Address.Database), CancellationToken.None)
                ?? throw new VaultException("VaultMissing", $"'{account.Address}' no longer shows this vault.", "The server was emptied or replaced. Nothing local is lost; ask its owner.");
            await watch.NoteAsync(account, await mediator.Send(new JoinVault(login.Number, document), CancellationToken.None), CancellationToken.None);
            return wrapped?.RecoveryCode;
        }
        finally
        {
            await mediator.Send(new EndLogin(login.Number), CancellationToken.None);
        }
    }
}
