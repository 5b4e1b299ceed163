using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Rotation;

/// <summary>Fetches the list of what stays valid of closed keys, before anything is opened that it decides about. Goes on where it was cut off.</summary>
internal sealed class ClosedEpochsFetcher(IMediator mediator, BlobDatabase remote)
{
    /// <exception cref="VaultException"><c>ClosedEpochsMissing</c>: the server does not have it, or has something else in its place.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var closed = await mediator.Send(new DescribeClosedEpochs(), cancellationToken);
        if (closed.IsHere)
        {
            return;
        }

        var list = closed.List!;
        using var sealedManifest = await GetAsync(list.Manifest, cancellationToken);
        var manifest = await mediator.Send(new OpenManifest(list, sealedManifest.Bytes), cancellationToken);
        if (manifest.Code is not null)
        {
            throw Missing();
        }

        for (var index = (int)(closed.Received / BlobReference.ChunkSize); !closed.IsHere; index++)
        {
            var address = manifest.Chunks[index];
            using var sealedChunk = await GetAsync(address, cancellationToken);
            using var chunk = await mediator.Send(new OpenChunk(list, index, address, sealedChunk.Bytes), cancellationToken);
            if (chunk.Code is not null)
            {
                throw Missing();
            }

            closed = await mediator.Send(new KeepClosingPiece(list, (long)index * BlobReference.ChunkSize, chunk.Data), cancellationToken);
        }
    }

    private async Task<ReceivedBlob> GetAsync(BlobAddress address, CancellationToken cancellationToken) =>
        await remote.GetAsync(address, cancellationToken) ?? throw Missing();

    private static VaultException Missing() => new(
        "ClosedEpochsMissing",
        "The server does not give the list of what stays valid of the vault's earlier keys, so nothing of the vault can be judged.",
        "Sync again. If it stays so, the server lost it or holds it back: replace the keys once more with 'aurix vault rotate' on a device that syncs. Local documents are safe.");
}
