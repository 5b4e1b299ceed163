using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>Carries the bytes of small files between the vault and the mirror. Large ones stay in the vault, and the mirror names them.</summary>
internal sealed class MirrorFiles(IMediator mediator, BlobTransfer blobs, GatewayOptions options)
{
    /// <summary>Which files stand in the mirror as attachments of a new revision, and which are only named there.</summary>
    /// <param name="shown">What the vault shows.</param>
    /// <param name="generation">Of the new revision.</param>
    /// <param name="before">The leaf it is built on, with what the vault said then; null for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(ImmutableArray<StoredFile> Attached, ImmutableArray<KeyValuePair<string, Attachment>> Named)> ShowAsync(
        DocumentBody shown, int generation, (StoredRevision Leaf, DocumentBody Body)? before, CancellationToken cancellationToken)
    {
        var attached = ImmutableArray.CreateBuilder<StoredFile>();
        var named = ImmutableArray.CreateBuilder<KeyValuePair<string, Attachment>>();
        foreach (var file in shown.Attachments)
        {
            if (before is { } old && IsSame(old.Body, file) && old.Leaf.Files.FirstOrDefault(there => there.Name == file.Key) is { } kept)
            {
                attached.Add(kept with { ContentType = file.Value.MediaType });
            }
            else if (file.Value.Blob.Size <= options.MirrorFileSize && await TryCopyAsync(file.Key, file.Value, cancellationToken) is { } blob)
            {
                attached.Add(new(file.Key, file.Value.MediaType, blob.Blob, blob.Length, blob.Digest, generation));
            }
            else
            {
                named.Add(file);
            }
        }

        return (attached.DrainToImmutable(), named.DrainToImmutable());
    }

    /// <summary>Stores a file of the mirror in the vault.</summary>
    public async Task<NewAttachment> TakeAsync(StoredFile file, CancellationToken cancellationToken) =>
        new((await blobs.CopyAsync(MirrorDatabase.Name, file, DatabaseName.Vault, cancellationToken)).Reference!, file.ContentType);

    /// <summary>A file of the vault, as files are read here. Its manifest tells it from others.</summary>
    public static StoredFile OfVault(string name, Attachment file)
    {
        var key = new BlobKey(file.Blob.Manifest.ToString());
        return new(name, file.MediaType, key, file.Blob.Size, key.Value, RevisionPosition: 0);
    }

    private static bool IsSame(DocumentBody before, KeyValuePair<string, Attachment> file) =>
        before.Attachments.TryGetValue(file.Key, out var then) && then.Blob.Manifest == file.Value.Blob.Manifest;

    // One that has not arrived, or cannot be read any more, is named like a large one: whoever asks for it learns why.
    private async Task<FinishedBlob?> TryCopyAsync(string name, Attachment file, CancellationToken cancellationToken)
    {
        var stored = OfVault(name, file);
        try
        {
            return await mediator.Send(new DescribeBlob(stored.Blob), cancellationToken) is { IsComplete: true }
                ? await blobs.CopyAsync(DatabaseName.Vault, stored, MirrorDatabase.Name, cancellationToken)
                : null;
        }
        catch (StoreException unreadable) when (unreadable.Code is "BlobDamaged" or "BlobEvicted")
        {
            return null;
        }
    }
}
