using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>How much of a file of the vault is on this device.</summary>
public enum BlobState
{
    /// <summary>Documents name it; no byte of it is here.</summary>
    Remote,

    /// <summary>Some of its chunks are here.</summary>
    Partial,

    /// <summary>All of it is here, and may be evicted once a server has it.</summary>
    Local,

    /// <summary>The owner wants it here: whole or still to come, never evicted.</summary>
    Pinned,
}

/// <summary>Lists the files that documents of the vault name, by key.</summary>
/// <param name="After">The last key of the page before, null for the first.</param>
/// <param name="Limit">1 to 1000.</param>
[RoutedTo(Roles.Storage)]
public sealed record ListBlobs(BlobKey? After, int Limit) : IRequest<ImmutableArray<ListedBlob>>
{
    /// <summary>Only those in this state; null for all.</summary>
    public BlobState? State { get; init; }

    /// <summary>Only those that a revision of this document names; null for all.</summary>
    public DocumentId? Document { get; init; }

    /// <summary>Only those that are, or are not, known to be whole on a server; null for all.</summary>
    public bool? OnServer { get; init; }

    /// <summary>Which server <see cref="OnServer"/> is about; null for any.</summary>
    public RemoteName? Remote { get; init; }
}

/// <summary>A file that documents name.</summary>
/// <param name="Reference">What documents name it by.</param>
/// <param name="State">How much of it is here.</param>
/// <param name="BytesHere">How many of its bytes are here.</param>
/// <param name="ChunksHere">How many of its chunks are here.</param>
/// <param name="IsOnServer">Whether a server was seen to have all of it.</param>
/// <param name="IsEvicted">Whether the owner freed its space here: sync does not fetch it until it is wanted again.</param>
/// <param name="Revisions">How many revisions name it.</param>
public sealed record ListedBlob(BlobReference Reference, BlobState State, long BytesHere, int ChunksHere, bool IsOnServer, bool IsEvicted, int Revisions)
{
    /// <summary>Its key in the vault.</summary>
    public BlobKey Key => new(Reference.Manifest.ToString());
}

/// <summary>Asks which documents of the vault name these files in some revision. Files that none names are left out of the answer.</summary>
/// <param name="Blobs">At most 1000.</param>
[RoutedTo(Roles.Storage)]
public sealed record FindBlobDocuments(ImmutableArray<BlobKey> Blobs) : IRequest<ImmutableDictionary<BlobKey, ImmutableArray<DocumentId>>>;

/// <summary>Keeps a file of the vault on this device, fetching it if need be, or lets go of that wish. False when no document names it.</summary>
[RoutedTo(Roles.Storage)]
public sealed record PinBlob(BlobKey Blob, bool Pinned) : IRequest<bool>;

/// <summary>Undoes an eviction: the next sync fetches the file again. False when no document names it.</summary>
[RoutedTo(Roles.Storage)]
public sealed record WantBlob(BlobKey Blob) : IRequest<bool>;

/// <summary>Frees the space of a file on this device. Documents, the server and other devices notice nothing.</summary>
/// <returns>The bytes that were freed; 0 when none were here.</returns>
/// <exception cref="Aurix.Platform.Errors.UsageException">
/// <c>BlobUnknown</c>: no document names it. <c>BlobPinned</c>. <c>BlobNotOnServer</c>: this may be the only copy.
/// </exception>
[RoutedTo(Roles.Storage)]
public sealed record EvictBlob(BlobKey Blob) : IRequest<long>;

/// <summary>Remembers that a server was seen to have all of these files, manifests included, or that it lacks a part. Answers how many were known differently.</summary>
[RoutedTo(Roles.Storage)]
public sealed record NoteBlobOnServer(ImmutableArray<BlobKey> Blobs, bool IsThere = true) : IRequest<int>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>Forgets what a server was seen to have, because another one takes its place, or its owner opted out. Answers how many files that was known of.</summary>
[RoutedTo(Roles.Storage)]
public sealed record ForgetServerBlobs : IRequest<int>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>Asks which of these documents of the vault have a leaf that names a file which is whole here and not known to be on that server.</summary>
/// <remarks>Sent before its file, such a document would tell other devices of bytes that they cannot get.</remarks>
[RoutedTo(Roles.Storage)]
public sealed record FindDocumentsAwaitingUpload(ImmutableArray<DocumentId> Documents) : IRequest<ImmutableArray<DocumentId>>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
