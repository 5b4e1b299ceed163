using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Remotes;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Holds a server's vault document against this device's keys, and tells keys that were replaced through another remote from a server that went back.</summary>
internal sealed class VaultWatch(IMediator mediator, AccountStore accounts, RoomSeat seat)
{
    private const string Rollback = "KeyringRollback";

    /// <summary>Before anything else in a round. Answers whether the server brought newer keys.</summary>
    /// <remarks>A server that shows another vault, or none where there was one, gets nothing: it would be made anew only by a person's word.</remarks>
    /// <exception cref="VaultException"><c>VaultMissing</c>, <c>VaultMismatch</c>, <c>KeyringRollback</c>, <c>RemoteKeysOlder</c>.</exception>
    public async Task<bool> CheckAsync(IRemoteDatabase documents, SyncAccount account, CancellationToken cancellationToken)
    {
        var document = await VaultDocument.ReadAsync(documents, cancellationToken)
            ?? throw new VaultException("VaultMissing", $"'{account.Address}' no longer shows this vault.", "The server was emptied or replaced. Nothing local is lost; ask its owner. To start it again from this device: 'aurix sync disable', then 'aurix sync enable --new'.");
        var before = await mediator.Send(new DescribeVault(), cancellationToken);
        try
        {
            var now = await mediator.Send(new CheckVaultDocument(document), cancellationToken);
            await NoteAsync(account, now, cancellationToken);
            return now.RingGeneration > before?.RingGeneration;
        }
        catch (VaultException older) when (older.Code == Rollback && IsBehind(account, before))
        {
            throw Older(account, older);
        }
    }

    /// <summary>Remembers that the server has these keys.</summary>
    public Task NoteAsync(SyncAccount account, VaultDescription vault, CancellationToken cancellationToken) =>
        account.Ring == vault.RingGeneration ? Task.CompletedTask : accounts.NoteRingAsync(vault.RingGeneration, cancellationToken);

    /// <summary>Whether this device seals under keys that the server's readers lack.</summary>
    public async Task<bool> IsBehindAsync(CancellationToken cancellationToken) =>
        accounts.Read() is { } account && IsBehind(account, await mediator.Send(new DescribeVault(), cancellationToken));

    /// <exception cref="VaultException"><c>RemoteKeysOlder</c>.</exception>
    public async Task DemandAsync(CancellationToken cancellationToken)
    {
        if (await IsBehindAsync(cancellationToken))
        {
            throw Older(accounts.Read()!, inner: null);
        }
    }

    private static bool IsBehind(SyncAccount account, VaultDescription? vault) => account.Ring < vault?.RingGeneration;

    private VaultException Older(SyncAccount account, Exception? inner) => new(
        "RemoteKeysOlder",
        $"The vault's keys were replaced through another server, and '{account.Address}' has not got them: whoever reads there could not open what is sent.",
        $"Run 'aurix vault publish --remote {seat.Remote}' with the password of that server. Nothing is sent there before.",
        inner);
}
