using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>What every way of opting in has in common: how it begins, what joining does to this device, and what is remembered at the end.</summary>
internal sealed class AccountOpening(IMediator mediator, AccountStore accounts, LoginHold hold)
{
    /// <summary>The vault of this device, which does not sync yet.</summary>
    /// <exception cref="UsageException"><c>SyncIsOn</c>.</exception>
    /// <exception cref="StoreException"><c>StoreMissing</c>.</exception>
    public async Task<VaultDescription> BeginAsync(CancellationToken cancellationToken)
    {
        SyncStates.After(accounts.State, SyncAct.Enable);
        return await mediator.Send(new DescribeVault(), cancellationToken)
            ?? throw new StoreException("StoreMissing", "There is no vault on this device yet.", "Run 'aurix init' first.");
    }

    /// <summary>Makes the joined vault the device's own. Documents that were made here under other keys go along, written anew (A4).</summary>
    public async Task<EnableOutcome> MoveInAsync(VaultDescription own, VaultDescription joined, CancellationToken cancellationToken) => joined.Vault == own.Vault
        ? new(own.Vault, RecoveryCode: null, Reissued: null)
        : new(joined.Vault, RecoveryCode: null, await mediator.Send(new ReissueVault(joined.Vault), cancellationToken));

    /// <summary>Remembers login and account; from here on this device is signed in, or sync is on.</summary>
    public async Task EndAsync(KeepLogin login, RemoteAddress address, VaultId vault, SyncState state, CancellationToken cancellationToken)
    {
        await mediator.Send(new ForgetServerBlobs(), cancellationToken); // what another server had, this one may lack
        await mediator.Send(login, cancellationToken);
        hold.Lift();
        await accounts.CreateAsync(new SyncAccount(address, login.User, vault, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))) { State = state }, cancellationToken);
    }
}
