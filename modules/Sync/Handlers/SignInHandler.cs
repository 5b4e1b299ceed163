using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Signs in anew to the same vault at the same server. Documents, checkpoints and files stay as they are.</summary>
internal sealed class SignInHandler(IMediator mediator, RoundRunner rounds, ServerDoor door, LoginHold hold, VaultWatch watch) : IRequestHandler<SignIn, VaultDescription>
{
    public Task<VaultDescription> Handle(SignIn request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => SignInAsync(account, request, cancellationToken), cancellationToken, SyncAct.SignIn);

    private async Task<VaultDescription> SignInAsync(SyncAccount account, SignIn request, CancellationToken cancellationToken)
    {
        using var kept = request.Token is null && account.Address.Connection.Auth == ServerAuth.Bearer ? await mediator.Send(new RecallLogin(), cancellationToken) : null;
        var token = request.Token ?? kept?.Token;
        ConnectionRules.Check(account.Address.Server, account.Address.Connection, token);
        var login = await mediator.Send(new BeginLogin(account.User, account.Address.Database, request.Password) { SecretKey = request.SecretKey }, cancellationToken);
        try
        {
            using var serverPassword = login.ServerPassword;
            using var client = await door.EnterAsync(account.Address, account.User, token ?? serverPassword, cancellationToken);
            var document = await VaultDocument.ReadAsync(new CouchDatabase(client, account.Address.Database), cancellationToken)
                ?? throw new VaultException("VaultMissing", $"'{account.Address}' no longer shows this vault.", "The server was emptied or replaced. Nothing local is lost; ask its owner.");
            await CheckAsync(document, cancellationToken); // before joining: another vault's keys must not even be staged
            var vault = await mediator.Send(new JoinVault(login.Number, document), cancellationToken);
            await mediator.Send(new KeepLogin(account.User, account.Address.Database, serverPassword) { SecretKey = request.SecretKey, Token = request.Token }, cancellationToken);
            await watch.NoteAsync(account, vault, CancellationToken.None);
            hold.Lift();
            return vault;
        }
        finally
        {
            await mediator.Send(new EndLogin(login.Number), CancellationToken.None);
        }
    }

    private async Task CheckAsync(BodyBytes document, CancellationToken cancellationToken)
    {
        try
        {
            await mediator.Send(new CheckVaultDocument(document), cancellationToken);
        }
        catch (VaultException rotated) when (rotated.Code == "VaultRotated")
        {
            // It names this vault, and what opens its newer ring is in the slot of the new password: joining finds out.
        }
    }
}
