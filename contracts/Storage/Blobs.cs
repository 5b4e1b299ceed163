using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Starts to store the bytes of a file. What is never finished can be taken up with <see cref="ResumeBlob"/> for a day.</summary>
/// <returns>The number of the upload, for <see cref="AppendBlob"/>.</returns>
[RoutedTo(Roles.Storage)]
public sealed record BeginBlob(DatabaseName Database) : IRequest<long>;

/// <summary>Adds bytes at the end of an upload. Any size up to 4 MiB; the store cuts its own chunks.</summary>
[RoutedTo(Roles.Storage)]
public sealed record AppendBlob(DatabaseName Database, long Upload, ReadOnlyMemory<byte> Data) : IRequest<long>
{
    /// <summary>The upload and the size.</summary>
    public override string ToString() => $"{nameof(AppendBlob)} {Upload}: {Data.Length} bytes";
}

/// <summary>Ends an upload. When this is answered, every byte is on disk.</summary>
[RoutedTo(Roles.Storage)]
public sealed record FinishBlob(DatabaseName Database, long Upload) : IRequest<FinishedBlob>;

/// <summary>Gives an upload up and frees its space.</summary>
[RoutedTo(Roles.Storage)]
public sealed record AbandonBlob(DatabaseName Database, long Upload) : IRequest<bool>;

/// <summary>A stored file.</summary>
/// <param name="Blob">Its key in this database.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Digest"><c>md5-</c> and base64, for CouchDB's protocol.</param>
/// <param name="Reference">In the vault, what a document names it by; null in a relay.</param>
public sealed record FinishedBlob(BlobKey Blob, long Length, string Digest, BlobReference? Reference);

/// <summary>Reads a piece of a blob.</summary>
/// <param name="Database">The database.</param>
/// <param name="Blob">The blob.</param>
/// <param name="Offset">From this byte on.</param>
/// <param name="Count">1 to 4 MiB; fewer come back at the end.</param>
/// <returns>The bytes, empty past the end, null when the blob or this part of it has not arrived on this device.</returns>
/// <exception cref="Aurix.Platform.Errors.StoreException">
/// <c>BlobDamaged</c>: a chunk is not what was stored; no byte of it is answered. <c>BlobEvicted</c>: the owner freed its space here.
/// </exception>
[RoutedTo(Roles.Storage)]
public sealed record ReadBlob(DatabaseName Database, BlobKey Blob, long Offset, int Count) : IRequest<BlobPiece?>;

/// <summary>Bytes of a blob.</summary>
/// <param name="Data">The bytes.</param>
/// <param name="TotalLength">The length of the whole blob.</param>
public sealed record BlobPiece(ReadOnlyMemory<byte> Data, long TotalLength)
{
    /// <summary>The size, not the bytes.</summary>
    public override string ToString() => $"{Data.Length} of {TotalLength} bytes";
}

/// <summary>Asks what the vault knows of a blob; null when no document ever named it.</summary>
[RoutedTo(Roles.Storage)]
public sealed record DescribeBlob(BlobKey Blob) : IRequest<BlobDescription?>;

/// <summary>Asks which blobs that leaves of the vault name are not whole on this device and were not evicted, by key.</summary>
/// <param name="After">The last key of the page before, null for the first.</param>
/// <param name="Limit">1 to 1000.</param>
[RoutedTo(Roles.Storage)]
public sealed record ListIncompleteBlobs(BlobKey? After, int Limit) : IRequest<ImmutableArray<BlobDescription>>
{
    /// <summary>Only files of at most so many bytes, and pinned ones; null for all.</summary>
    public long? MostBytes { get; init; }

    /// <summary>Only files that a document names which was changed since, and pinned ones; null for all.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Only files that the owner pinned to this device.</summary>
    public bool OnlyPinned { get; init; }
}

/// <summary>A blob of the vault.</summary>
/// <param name="Reference">What documents name it by.</param>
/// <param name="Chunks">The address of each chunk, in order; default while the manifest has not arrived.</param>
/// <param name="Missing">The chunks that are not on this device.</param>
public sealed record BlobDescription(BlobReference Reference, ImmutableArray<BlobAddress> Chunks, ImmutableArray<int> Missing)
{
    /// <summary>Its key in the vault.</summary>
    public BlobKey Key => new(Reference.Manifest.ToString());

    /// <summary>Whether every byte is on this device.</summary>
    public bool IsComplete => !Chunks.IsDefault && Missing.IsEmpty;
}

/// <summary>Records the chunk addresses out of a manifest that was opened, so that chunks can arrive one by one.</summary>
[RoutedTo(Roles.Storage)]
public sealed record StoreManifest(BlobReference Reference, ImmutableArray<BlobAddress> Chunks) : IRequest<bool>;

/// <summary>Stores one opened chunk of a vault blob, durably. A chunk that is there already changes nothing.</summary>
[RoutedTo(Roles.Storage)]
public sealed record StoreChunk(BlobReference Reference, int Index, ReadOnlyMemory<byte> Data) : IRequest<bool>
{
    /// <summary>The place and the size.</summary>
    public override string ToString() => $"{nameof(StoreChunk)} {Reference.Manifest} #{Index}";
}
