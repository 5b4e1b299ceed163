using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Vault;

/// <summary>What the vault knows of files: which its documents name, and how much of each has arrived.</summary>
internal static class VaultBlobs
{
    /// <summary>Null when no document ever named the file and none of it is here.</summary>
    public static BlobDescription? Describe(Database vault, BlobKey key) =>
        vault.Blobs.Describe(key) ?? (vault.Read(session => BlobRefs.Find(session, key.Value)) is { } reference ? Nothing(reference) : null);

    public static ImmutableArray<BlobDescription> Incomplete(Database vault, ListIncompleteBlobs request)
    {
        var found = ImmutableArray.CreateBuilder<BlobDescription>();
        var from = request.After?.Value ?? "";
        while (found.Count < request.Limit)
        {
            var page = vault.Read(session => BlobRefs.Wanted(session, from, request));
            found.AddRange(page
                .Select(reference => vault.Blobs.Describe(new BlobKey(reference.Manifest.ToString())) ?? Nothing(reference))
                .Where(blob => !blob.IsComplete)
                .Take(request.Limit - found.Count));
            if (page.Count < request.Limit)
            {
                break;
            }

            from = page[^1].Manifest.ToString();
        }

        return found.ToImmutable();
    }

    public static async Task<bool> StoreManifestAsync(Database vault, StoreManifest request, CancellationToken cancellationToken)
    {
        if (request.Chunks.Length != request.Reference.ChunkCount)
        {
            throw new ArgumentException($"A file of {request.Reference.Size} bytes has {request.Reference.ChunkCount} chunks, not {request.Chunks.Length}.", nameof(request));
        }

        var stored = await vault.Blobs.StoreManifestAsync(request.Reference, request.Chunks, cancellationToken);
        await NoteWholeAsync(vault, request.Reference);
        return stored;
    }

    public static async Task<bool> StoreChunkAsync(Database vault, StoreChunk request, CancellationToken cancellationToken)
    {
        if (request.Index < 0 || request.Index >= request.Reference.ChunkCount || request.Data.Length != request.Reference.ChunkLength(request.Index))
        {
            throw new ArgumentException($"Chunk {request.Index} of {request.Reference.Manifest} cannot have {request.Data.Length} bytes.", nameof(request));
        }

        var stored = await vault.Blobs.StoreChunkAsync(request.Reference, request.Index, request.Data, cancellationToken);
        await NoteWholeAsync(vault, request.Reference);
        return stored;
    }

    private static BlobDescription Nothing(BlobReference reference) =>
        new(reference, Chunks: default, [.. Enumerable.Range(0, reference.ChunkCount)]);

    private static async Task NoteWholeAsync(Database vault, BlobReference reference)
    {
        var key = reference.Manifest.ToString();
        if (vault.Blobs.IsComplete(new BlobKey(key)))
        {
            await vault.WriteAsync((session, _) => BlobRefs.SetWhole_InTransaction(session, key), CancellationToken.None);
        }
    }
}
