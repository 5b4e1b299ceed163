using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Replication;
using Aurix.Platform.Sync.Rotation;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Syncs, changes the password, replaces the keys: in this order, because each alone leaves a vault that works.</summary>
internal sealed class RotateVaultHandler(IMediator mediator, RoundRunner rounds, PasswordRenewal renewal, ServerDoor door, Sharings sharings, Rotator rotator, VaultWatch watch) : IRequestHandler<RotateVault, RotationOutcome>
{
    public async Task<RotationOutcome> Handle(RotateVault request, CancellationToken cancellationToken)
    {
        if (request.Present.Utf8.SequenceEqual(request.New.Utf8))
        {
            throw new UsageException("PasswordSame", "The new password is the present one, and whoever holds the keys has the server's login that goes with it.", "Choose another password.");
        }

        // What other devices sent by now stays valid; what they send later they seal anew.
        await rounds.RunAsync(SyncScope.Everything, bytes: null, cancellationToken);
        return await rounds.AloneAsync(account => RotateAsync(account, request, cancellationToken), cancellationToken);
    }

    private async Task<RotationOutcome> RotateAsync(SyncAccount account, RotateVault request, CancellationToken cancellationToken)
    {
        // The list of what stays valid would not hold them, and with their last device gone nobody could say them again.
        if (!(await sharings.Of(account.Client).CountLeftOutAsync(cancellationToken)).IsEmpty)
        {
            throw new UsageException("DocumentsLeftOut", "Documents of the server are left out here by choice, and keys that are replaced here would no longer vouch for them.", "Replace the keys on a device that holds everything, or take sync.types, sync.ids and sync.selector away and run 'aurix sync now' first.");
        }

        await renewal.RunAsync(account, request.Present, request.New, cancellationToken);
        var login = await mediator.Send(new BeginLogin(account.User, account.Address.Database, request.New), cancellationToken);
        try
        {
            using var serverPassword = login.ServerPassword;
            using var client = await door.EnterAsync(account, cancellationToken);
            var outcome = await rotator.RunAsync(client, account.Address, login.Number, cancellationToken);
            await watch.NoteAsync(account, outcome.Vault, CancellationToken.None);
            return outcome;
        }
        finally
        {
            await mediator.Send(new EndLogin(login.Number), CancellationToken.None);
        }
    }
}
