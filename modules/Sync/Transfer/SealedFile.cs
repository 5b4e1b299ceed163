using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Transfer;

/// <summary>Puts the pieces of a file that is whole here on the server, and makes sure that it is these pieces which stand there.</summary>
internal sealed class SealedFile(IMediator mediator, BlobDatabase remote, BlobDescription blob)
{
    /// <summary>How many bytes of the file a chunk holds.</summary>
    public static long BytesOf(BlobDescription blob, int index) => Math.Min(BlobReference.ChunkSize, blob.Reference.Size - ((long)index * BlobReference.ChunkSize));

    /// <summary>Sends a chunk.</summary>
    public async Task SendChunkAsync(int index, CancellationToken cancellationToken)
    {
        using var chunk = await ChunkAsync(index, cancellationToken);
        if (!await remote.PutAsync(chunk.Address, chunk.Bytes, cancellationToken))
        {
            await EnsureChunkAsync(index, cancellationToken); // T59: another device was faster, or the server put something else there
        }
    }

    /// <summary>Sends the manifest.</summary>
    public async Task SendManifestAsync(CancellationToken cancellationToken)
    {
        using var manifest = await ManifestAsync(cancellationToken);
        if (!await remote.PutAsync(manifest.Address, manifest.Bytes, cancellationToken))
        {
            await EnsureManifestAsync(cancellationToken);
        }
    }

    /// <summary>Reads a chunk back, and sends it in the place of what is not it. True when it had to be.</summary>
    public async Task<bool> EnsureChunkAsync(int index, CancellationToken cancellationToken)
    {
        using (var there = await remote.GetAsync(blob.Chunks[index], cancellationToken))
        {
            using var opened = there is null ? null : await mediator.Send(new OpenChunk(blob.Reference, index, blob.Chunks[index], there.Bytes), cancellationToken);
            if (opened is { Code: null })
            {
                return false;
            }
        }

        using var chunk = await ChunkAsync(index, cancellationToken);
        return await remote.ReplaceAsync(chunk.Address, chunk.Bytes, cancellationToken);
    }

    /// <summary>The same for the manifest.</summary>
    public async Task<bool> EnsureManifestAsync(CancellationToken cancellationToken)
    {
        using (var there = await remote.GetAsync(blob.Reference.Manifest, cancellationToken))
        {
            if (there is not null && (await mediator.Send(new OpenManifest(blob.Reference, there.Bytes), cancellationToken)).Code is null)
            {
                return false;
            }
        }

        using var manifest = await ManifestAsync(cancellationToken);
        return await remote.ReplaceAsync(manifest.Address, manifest.Bytes, cancellationToken);
    }

    private async Task<SealedBlob> ChunkAsync(int index, CancellationToken cancellationToken)
    {
        var offset = (long)index * BlobReference.ChunkSize;
        var piece = await mediator.Send(new ReadBlob(DatabaseName.Vault, blob.Key, offset, BlobReference.ChunkSize), cancellationToken);
        var draft = new ChunkDraft(index, index == blob.Chunks.Length - 1, piece!.Data);
        return (await mediator.Send(new SealChunks(blob.Reference, [draft]), cancellationToken))[0];
    }

    private Task<SealedBlob> ManifestAsync(CancellationToken cancellationToken) => mediator.Send(new SealManifest(blob.Reference, blob.Chunks), cancellationToken);
}
