using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Storage.Vault;

/// <summary>What the owner wants of files on this device: listing, pinning, evicting, wanting back.</summary>
/// <remarks>An eviction stays when further revisions name the file, here or on other devices: only its owner's word, or its bytes coming by themselves, undoes it.</remarks>
internal static class BlobStates
{
    public static ImmutableArray<ListedBlob> List(Database vault, ListBlobs request)
    {
        var found = ImmutableArray.CreateBuilder<ListedBlob>();
        for (var after = request.After?.Value ?? ""; found.Count < request.Limit;)
        {
            var page = vault.Read(session => BlobRefs.List(session, after, request));
            found.AddRange(page
                .Select(row => Listed(vault.Blobs, row.Reference, row.Wish, row.Revisions))
                .Where(blob => request.State is null || blob.State == request.State)
                .Take(request.Limit - found.Count));
            if (page.Count < request.Limit)
            {
                break;
            }

            after = page[^1].Reference.Manifest.ToString();
        }

        return found.ToImmutable();
    }

    /// <summary>Which documents name each file.</summary>
    public static ImmutableDictionary<BlobKey, ImmutableArray<DocumentId>> Documents(Database vault, ImmutableArray<BlobKey> blobs) => vault
        .Read(session => BlobRefs.Documents(session, blobs.Select(blob => blob.Value)))
        .GroupBy(named => new BlobKey(named.Key), named => named.Document)
        .ToImmutableDictionary(group => group.Key, group => group.ToImmutableArray());

    public static Task<bool> PinAsync(Database vault, PinBlob request, CancellationToken cancellationToken) =>
        vault.WriteAsync((session, _) => BlobRefs.Pin_InTransaction(session, request.Blob.Value, request.Pinned), cancellationToken);

    public static Task<bool> WantAsync(Database vault, BlobKey key, CancellationToken cancellationToken) =>
        vault.WriteAsync((session, _) => BlobRefs.Want_InTransaction(session, key.Value), cancellationToken);

    public static Task<int> NoteOnServerAsync(Database vault, NoteBlobOnServer request, CancellationToken cancellationToken) => vault.WriteAsync(
        (session, _) => request.Blobs.Count(key => BlobServers.Set_InTransaction(session, request.Remote, key.Value, request.IsThere)), cancellationToken);

    public static Task<int> ForgetServerAsync(Database vault, RemoteName remote, CancellationToken cancellationToken) =>
        vault.WriteAsync((session, _) => BlobServers.Forget_InTransaction(session, remote), cancellationToken);

    /// <summary>What has a leaf that names a file which is whole here and not known to be on that server.</summary>
    public static ImmutableArray<DocumentId> AwaitingUpload(Database vault, FindDocumentsAwaitingUpload request) =>
    [
        .. vault.Read(session => BlobRefs.NotOnServer(session, request))
            .Where(named => vault.Blobs.Here(new BlobKey(named.Blob.Manifest.ToString())).Chunks == named.Blob.ChunkCount)
            .Select(named => named.Document)
            .Distinct(),
    ];

    /// <summary>Marks first, frees then: a crash in between leaves bytes for the next collection, never a file that lacks bytes and is not known to.</summary>
    public static async Task<long> EvictAsync(Database vault, BlobKey key, CancellationToken cancellationToken)
    {
        await vault.WriteAsync((session, _) => Mark(key, BlobRefs.Wish(session, key.Value)) && BlobRefs.Evict_InTransaction(session, key.Value), cancellationToken);

        // Somebody may have wanted, pinned or attached it since.
        var freed = await vault.WriteAsync(
            async (session, _) => BlobRefs.Wish(session, key.Value) is { Evicted: true } ? await vault.Blobs.DropAsync([key.Value], CancellationToken.None) : [],
            CancellationToken.None);
        var (_, bytes) = await vault.Blobs.FreeAsync(freed, CancellationToken.None);
        await vault.Blobs.ShrinkAsync(CancellationToken.None);
        return bytes;
    }

    private static bool Mark(BlobKey key, BlobWish? wish) => wish switch
    {
        null => throw new UsageException("BlobUnknown", $"No document names file {key}.", "See 'aurix blob list'."),
        { Pinned: true } => throw new UsageException("BlobPinned", $"File {key} is pinned to this device.", "Run 'aurix blob unpin' first."),
        { OnServer: false } => throw new UsageException("BlobNotOnServer", $"File {key} is not known to be whole on a server: this may be its only copy.", "Run 'aurix sync now' first."),
        _ => true,
    };

    private static ListedBlob Listed(BlobFile blobs, BlobReference reference, BlobWish wish, int revisions)
    {
        var (chunks, bytes) = blobs.Here(new BlobKey(reference.Manifest.ToString()));
        var state = wish.Pinned ? BlobState.Pinned
            : chunks == 0 ? BlobState.Remote
            : chunks == reference.ChunkCount ? BlobState.Local
            : BlobState.Partial;
        return new ListedBlob(reference, state, bytes, chunks, wish.OnServer, wish.Evicted, revisions);
    }
}
