using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Logs in, joins or makes the vault on the server, and only then remembers the account.</summary>
internal sealed class EnableSyncHandler(IMediator mediator, ServerDoor door, PasswordChange password, AccountOpening opening) : IRequestHandler<EnableSync, EnableOutcome>
{
    public async Task<EnableOutcome> Handle(EnableSync request, CancellationToken cancellationToken)
    {
        var address = RemoteAddress.Parse(request.Address) with { Connection = request.Connection };
        ConnectionRules.Check(address.Server, request.Connection, request.Token);
        var own = await opening.BeginAsync(address, cancellationToken);
        var login = await BeginAsync(request, address, cancellationToken);
        try
        {
            using var serverPassword = login.ServerPassword;
            using var client = await door.EnterAsync(address, request.User, request.Token ?? request.ServerPassword ?? serverPassword, cancellationToken);
            var remote = new CouchDatabase(client, address.Database);
            await remote.ReadInstanceAsync(cancellationToken); // a missing database is told as such, not as a missing vault
            var outcome = await JoinOrCreateAsync(remote, new BlobDatabase(client, address.BlobDatabase), request, login.Number, own, cancellationToken);
            if (request is { ServerPassword: not null, Token: null })
            {
                (await password.TellAsync(client, address, request.User, serverPassword, cancellationToken)).Dispose();
            }

            await opening.EndAsync(new KeepLogin(request.User, address.Database, serverPassword) { SecretKey = request.SecretKey, Token = request.Token }, address, outcome.Vault, request.AskFirst ? SyncState.SignedIn : SyncState.Enabled, cancellationToken);
            return outcome;
        }
        finally
        {
            await mediator.Send(new EndLogin(login.Number), CancellationToken.None);
        }
    }

    private Task<LoginTicket> BeginAsync(EnableSync request, RemoteAddress address, CancellationToken cancellationToken) => request.IsInvitation
        ? mediator.Send(new BeginInvited(address.Database, request.Password), cancellationToken)
        : mediator.Send(new BeginLogin(request.User, address.Database, request.Password) { SecretKey = request.SecretKey }, cancellationToken);

    private async Task<EnableOutcome> JoinOrCreateAsync(CouchDatabase remote, BlobDatabase chunks, EnableSync request, long login, VaultDescription own, CancellationToken cancellationToken)
    {
        if (await VaultDocument.ReadAsync(remote, cancellationToken) is { } document)
        {
            return request.CreateVault ? throw Exists() : await JoinAsync(document, request, login, own, cancellationToken);
        }

        if (!request.CreateVault)
        {
            throw new VaultException("VaultMissing", $"There is no vault at '{request.Address}'.", "If this is the first device, run the command again with --new. If it is not, check the address: a vault that should be there is never made anew unasked.");
        }

        await opening.PrepareAsync(chunks, cancellationToken);
        var wrapped = await mediator.Send(new WrapVault(login), cancellationToken);
        return await VaultDocument.CreateAsync(remote, wrapped.Document, cancellationToken)
            ? new(own.Vault, wrapped.RecoveryCode, Reissued: null)
            : throw Exists();
    }

    private async Task<EnableOutcome> JoinAsync(BodyBytes document, EnableSync request, long login, VaultDescription own, CancellationToken cancellationToken)
    {
        await opening.DemandJoinableAsync(document, RemoteAddress.Parse(request.Address), cancellationToken);
        var joined = await mediator.Send(new JoinVault(login, document), cancellationToken);
        return await opening.MoveInAsync(own, joined, cancellationToken);
    }

    private static VaultException Exists() =>
        new("VaultExists", "The server holds a vault already.", "Leave out --new to join it with its password.");
}
