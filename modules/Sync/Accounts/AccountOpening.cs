using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Remotes;
using Aurix.Platform.Sync.Rotation;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>What every way of opting in has in common: how it begins, what joining does to this device, and what is remembered at the end.</summary>
internal sealed class AccountOpening(IMediator mediator, AccountStore accounts, OtherRemotes others, LoginHold hold)
{
    /// <summary>The vault of this device, which does not sync with this remote yet.</summary>
    /// <exception cref="UsageException"><c>SyncIsOn</c>, <c>RemoteDoubled</c>.</exception>
    /// <exception cref="StoreException"><c>StoreMissing</c>.</exception>
    public async Task<VaultDescription> BeginAsync(RemoteAddress address, CancellationToken cancellationToken)
    {
        SyncStates.After(accounts.State, SyncAct.Enable);
        foreach (var (remote, account) in others.SignedIn.Where(other => other.Account.Address.ToString() == address.ToString()))
        {
            throw new UsageException("RemoteDoubled", $"'{address}' is the remote '{remote}' already: two of them would only repeat each other's work.", $"Give another address, or run 'aurix sync disable --remote {remote}' first.");
        }

        return await mediator.Send(new DescribeVault(), cancellationToken)
            ?? throw new StoreException("StoreMissing", "There is no vault on this device yet.", "Run 'aurix init' first.");
    }

    /// <summary>Before a server's vault is joined. While another remote is signed in it has to be this device's own: moving into another would leave that one behind.</summary>
    /// <exception cref="VaultException"><c>OtherVault</c>; nothing was changed.</exception>
    public async Task DemandJoinableAsync(BodyBytes document, RemoteAddress address, CancellationToken cancellationToken)
    {
        if (others.AreNone)
        {
            return;
        }

        try
        {
            await mediator.Send(new CheckVaultDocument(document), cancellationToken);
        }
        catch (VaultException another) when (another.Code == AlarmCodes.VaultMismatch)
        {
            throw new VaultException(
                "OtherVault",
                $"'{address}' holds another vault than the one that this device syncs with its other servers. Nothing was changed.",
                "Give an empty database with --new, or one that holds this vault. To move into that other vault, run 'aurix sync disable' for every other remote first.",
                another);
        }
        catch (VaultException rotated) when (rotated.Code == "VaultRotated")
        {
            // It is this vault, under newer keys: joining opens them with the password.
        }
    }

    /// <summary>Before this device's vault is put on a server: whoever joins it there needs the list of what stays valid of earlier keys.</summary>
    public Task PrepareAsync(BlobDatabase chunks, CancellationToken cancellationToken) => new ClosedEpochsSender(mediator, chunks).RunAsync(cancellationToken);

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
        var ring = (await mediator.Send(new DescribeVault(), cancellationToken))?.RingGeneration;
        await accounts.CreateAsync(new SyncAccount(address, login.User, vault, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))) { State = state, Ring = ring }, cancellationToken);
    }
}
