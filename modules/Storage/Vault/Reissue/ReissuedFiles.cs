using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Storage.Sqlite;
using MediatR;

namespace Aurix.Platform.Storage.Vault.Reissue;

/// <summary>Gives the vault's files their names under another vault's keys. The bytes stay where they are; only the addresses change.</summary>
internal sealed class ReissuedFiles(IMediator mediator)
{
    private readonly Dictionary<BlobAddress, BlobReference> _renamed = [];

    /// <summary>How many files got a new name.</summary>
    public int Count => _renamed.Count;

    /// <summary>Names every whole file that leaves mention and that has no new name yet, so that running it again takes up only what came since.</summary>
    /// <remarks>A file whose bytes never arrived keeps its reference: without the bytes nobody can compute its new address.</remarks>
    public async Task RenameAsync(Database database, VaultId vault, CancellationToken cancellationToken)
    {
        foreach (var blob in database.Read(BlobRefs.OfLeaves).Where(blob => NeedsName(database.Blobs, blob)))
        {
            _renamed[blob.Manifest] = await RenameAsync(database.Blobs, vault, blob, cancellationToken);
        }
    }

    /// <summary>Whether the file's bytes are here and it has no new name yet, or one that another process took for a leftover (<see cref="DropOldAsync"/>).</summary>
    public bool NeedsName(BlobFile blobs, BlobReference blob) =>
        IsWhole(blobs, blob) && !(_renamed.TryGetValue(blob.Manifest, out var renamed) && IsWhole(blobs, renamed));

    /// <summary>The body with every renamed file under its new name.</summary>
    public DocumentBody Rewrite(DocumentBody body) => body with
    {
        Attachments = body.Attachments.ToImmutableSortedDictionary(
            file => file.Key,
            file => _renamed.TryGetValue(file.Value.Blob.Manifest, out var renamed) ? file.Value with { Blob = renamed } : file.Value,
            StringComparer.Ordinal),
    };

    /// <summary>Pins under their new names what was pinned under the old.</summary>
    public void KeepPins_InTransaction(Session session)
    {
        foreach (var (old, renamed) in _renamed)
        {
            if (BlobRefs.Wish(session, old.ToString()) is { Pinned: true })
            {
                BlobRefs.Pin_InTransaction(session, renamed.Manifest.ToString(), pinned: true);
            }
        }
    }

    /// <summary>Drops old names of bytes that have a newer one: after a re-issue, and at the next start when it crashed in between.</summary>
    /// <remarks>
    /// Under the vault's write lock: the re-issue of another process names files first and says in the vault who needs them afterwards.
    /// It looks inside its transaction whether the names are still there, and from then on nothing drops them.
    /// </remarks>
    public static async Task DropOldAsync(Database database, CancellationToken cancellationToken)
    {
        if (database.Blobs.KeysWithSharedContent().Count > 0)
        {
            var left = await database.WriteAsync(
                async (session, _) =>
                {
                    var unnamed = database.Blobs.KeysWithSharedContent().Where(key => BlobRefs.Find(session, key) is null).ToList();
                    return unnamed.Count > 0 ? await database.Blobs.DropAsync(unnamed, CancellationToken.None) : [];
                },
                cancellationToken);
            await database.Blobs.FreeAsync(left, cancellationToken);
        }
    }

    private static bool IsWhole(BlobFile blobs, BlobReference blob) => blobs.IsWhole(new BlobKey(blob.Manifest.ToString()));

    private async Task<BlobReference> RenameAsync(BlobFile blobs, VaultId vault, BlobReference old, CancellationToken cancellationToken)
    {
        var oldKey = new BlobKey(old.Manifest.ToString());
        var file = await mediator.Send(new BeginFile(vault), cancellationToken);
        var addresses = ImmutableArray.CreateBuilder<BlobAddress>(old.ChunkCount);
        for (var index = 0; index < old.ChunkCount; index++)
        {
            var data = Read(blobs, oldKey, index) ?? throw new InvalidOperationException("A whole file lacks a chunk.");
            addresses.AddRange(await mediator.Send(new MintChunks(file, [new ChunkDraft(index, index == old.ChunkCount - 1, data)]), cancellationToken));
        }

        var manifest = await mediator.Send(new MintManifest(file, old.Size, addresses.ToImmutable()), cancellationToken);
        var renamed = new BlobReference(file.File, file.Epoch, manifest, old.Size);
        await blobs.AddNameAsync(oldKey, renamed, addresses.ToImmutable(), cancellationToken);
        return renamed;
    }

    // A re-issue needs every byte under the old name still, so nothing is set aside in the middle of it.
    private static byte[]? Read(BlobFile blobs, BlobKey key, int index)
    {
        try
        {
            return blobs.ReadChunk(key, index);
        }
        catch (DamagedChunkException damage)
        {
            throw StoreErrors.BlobDamaged(blobs.Name, key.Value, damage.Place, setAside: false);
        }
    }
}
