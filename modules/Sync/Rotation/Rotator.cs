using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Rotation;

/// <summary>Replaces the keys on the server: the list of what stays valid goes first, then one write of the vault document decides (crypto.md §2.6).</summary>
/// <remarks>
/// Until that write everything is as before, and what was sent of the list is garbage. After it this device takes the keys in; if it is cut off just
/// there, it signs in again like every other device.
/// </remarks>
internal sealed class Rotator(IMediator mediator)
{
    private const int Page = 400; // documents a page of the feed: larger holds more names at once, smaller costs crossings

    /// <param name="client">Logged in under the new password.</param>
    /// <param name="address">Where.</param>
    /// <param name="login">A login with the new password.</param>
    /// <param name="cancellationToken">Ends it before the deciding write.</param>
    public async Task<RotationOutcome> RunAsync(CouchClient client, RemoteAddress address, long login, CancellationToken cancellationToken)
    {
        await mediator.Send(new BeginRotation(), cancellationToken);
        var leaves = await NameLeavesAsync(cancellationToken);
        await SendListAsync(new BlobDatabase(client, address.BlobDatabase), cancellationToken);

        WrappedVault? wrapped = null;
        await VaultEdit.RunAsync(
            client,
            address,
            async shown =>
            {
                wrapped?.RecoveryCode.Dispose();
                wrapped = await mediator.Send(new WrapRotation(login, shown), cancellationToken);
                return wrapped.Document;
            },
            cancellationToken);

        // Past the deciding write: the server holds the new keys, whoever gives up now.
        var vault = await mediator.Send(new CommitRotation(), CancellationToken.None);
        return new RotationOutcome(vault, wrapped!.RecoveryCode, leaves);
    }

    private async Task<int> NameLeavesAsync(CancellationToken cancellationToken)
    {
        var named = 0;
        var since = LocalSequence.Start;
        for (var caughtUp = false; !caughtUp;)
        {
            var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, Page), cancellationToken);
            var leaves = changes.Rows.Where(row => row.RemoteId is not null).SelectMany(row => row.Leaves.Select(leaf => new ClosingLeaf(row.RemoteId!, leaf.Revision)));
            named = await mediator.Send(new NameClosingLeaves([.. leaves]), cancellationToken);
            caughtUp = changes.CaughtUp;
            since = changes.LastSequence;
        }

        return named;
    }

    private async Task SendListAsync(BlobDatabase chunks, CancellationToken cancellationToken)
    {
        for (var (piece, last) = (0, false); !last; piece++)
        {
            var sealedPiece = await mediator.Send(new SealClosingPiece(piece), cancellationToken);
            using (sealedPiece.Blob)
            {
                await chunks.PutAsync(sealedPiece.Blob.Address, sealedPiece.Blob.Bytes, cancellationToken);
                last = sealedPiece.IsLast;
            }
        }
    }
}
