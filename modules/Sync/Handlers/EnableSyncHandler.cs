using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Logs in, joins or makes the vault on the server, and only then remembers the account.</summary>
internal sealed class EnableSyncHandler(IMediator mediator, AccountStore accounts, TimeProvider time) : IRequestHandler<EnableSync, EnableOutcome>
{
    public async Task<EnableOutcome> Handle(EnableSync request, CancellationToken cancellationToken)
    {
        var address = RemoteAddress.Parse(request.Address);
        if (accounts.Read() is { } present)
        {
            throw new UsageException("SyncIsOn", $"Sync is on already, as {present}.", "Run 'aurix sync disable' first if you want another server or account.");
        }

        var own = await mediator.Send(new DescribeVault(), cancellationToken)
            ?? throw new StoreException("StoreMissing", "There is no vault on this device yet.", "Run 'aurix init' first.");
        var login = await mediator.Send(new BeginLogin(request.User, address.Database, request.Password), cancellationToken);
        try
        {
            using var serverPassword = login.ServerPassword;
            using var client = new CouchClient(address, request.User, serverPassword.Reveal(), new RetrySchedule(time));
            await client.ConnectAsync(cancellationToken);
            var remote = new CouchDatabase(client, address.Database);
            await remote.ReadInstanceAsync(cancellationToken); // a missing database is told as such, not as a missing vault
            var outcome = await JoinOrCreateAsync(remote, request, login.Number, own, cancellationToken);
            await mediator.Send(new ForgetServerBlobs(), cancellationToken); // what another server had, this one may lack
            accounts.Write(new SyncAccount(address, request.User, serverPassword.Reveal(), outcome.Vault, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))));
            return outcome;
        }
        finally
        {
            await mediator.Send(new EndLogin(login.Number), CancellationToken.None);
        }
    }

    private async Task<EnableOutcome> JoinOrCreateAsync(CouchDatabase remote, EnableSync request, long login, VaultDescription own, CancellationToken cancellationToken)
    {
        if (await VaultDocument.ReadAsync(remote, cancellationToken) is { } document)
        {
            return request.CreateVault ? throw Exists() : await JoinAsync(document, login, own, cancellationToken);
        }

        if (!request.CreateVault)
        {
            throw new VaultException("VaultMissing", $"There is no vault at '{request.Address}'.", "If this is the first device, run the command again with --new. If it is not, check the address: a vault that should be there is never made anew unasked.");
        }

        var wrapped = await mediator.Send(new WrapVault(login), cancellationToken);
        return await VaultDocument.CreateAsync(remote, wrapped.Document, cancellationToken)
            ? new(own.Vault, wrapped.RecoveryCode, Reissued: null)
            : throw Exists();
    }

    private async Task<EnableOutcome> JoinAsync(BodyBytes document, long login, VaultDescription own, CancellationToken cancellationToken)
    {
        var joined = await mediator.Send(new JoinVault(login, document), cancellationToken);
        if (joined.Vault == own.Vault)
        {
            return new(own.Vault, RecoveryCode: null, Reissued: null);
        }

        // Documents that were made here under this device's own keys go along, written anew under the joined ones (A4).
        var reissued = await mediator.Send(new ReissueVault(joined.Vault), cancellationToken);
        return new(joined.Vault, RecoveryCode: null, reissued);
    }

    private static VaultException Exists() =>
        new("VaultExists", "The server holds a vault already.", "Leave out --new to join it with its password.");
}
