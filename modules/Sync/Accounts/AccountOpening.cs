using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>What every way of opting in has in common: how it begins, what joining does to this device, and what is remembered at the end.</summary>
internal sealed class AccountOpening(IMediator mediator, AccountStore accounts)
{
    /// <summary>The vault of this device, which does not sync yet.</summary>
    /// <exception cref="UsageException"><c>SyncIsOn</c>.</exception>
    public async Task<VaultDescription> BeginAsync(CancellationToken cancellationToken)
    {
        if (accounts.Read() is { } present)
        {
            throw new UsageException("SyncIsOn", $"Sync is on already, as {present}.", "Run 'aurix sync disable' first if you want another server or account.");
        }

        return await mediator.Send(new DescribeVault(), cancellationToken)
            ?? throw new StoreException("StoreMissing", "There is no vault on this device yet.", "Run 'aurix init' first.");
    }

    /// <summary>Makes the joined vault the device's own. Documents that were made here under other keys go along, written anew (A4).</summary>
    public async Task<EnableOutcome> MoveInAsync(VaultDescription own, VaultDescription joined, CancellationToken cancellationToken) => joined.Vault == own.Vault
        ? new(own.Vault, RecoveryCode: null, Reissued: null)
        : new(joined.Vault, RecoveryCode: null, await mediator.Send(new ReissueVault(joined.Vault), cancellationToken));

    /// <summary>Remembers login and account; from here on sync is on.</summary>
    public async Task EndAsync(KeepLogin login, RemoteAddress address, VaultId vault, CancellationToken cancellationToken)
    {
        await mediator.Send(new ForgetServerBlobs(), cancellationToken); // what another server had, this one may lack
        await mediator.Send(login, cancellationToken);
        accounts.Write(new SyncAccount(address, login.User, vault, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))));
    }
}
