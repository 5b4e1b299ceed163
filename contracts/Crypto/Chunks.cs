using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Starts a new file: a random id for it, and the epoch its chunks will be sealed under.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record BeginFile(VaultId Vault) : IRequest<FileKey>;

/// <summary>What binds a chunk to its file and to its keys.</summary>
public sealed record FileKey(VaultId Vault, BlobFileId File, int Epoch);

/// <summary>A chunk in the clear.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="IsLast">Whether the file ends with it.</param>
/// <param name="Data">Exactly <see cref="BlobReference.ChunkSize"/> bytes, fewer only in the last.</param>
public sealed record ChunkDraft(int Index, bool IsLast, ReadOnlyMemory<byte> Data)
{
    /// <summary>The place and the size.</summary>
    public override string ToString() => $"chunk {Index}: {Data.Length} bytes";
}

/// <summary>Computes the addresses that chunks will have, without sealing them.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record MintChunks(FileKey File, ImmutableArray<ChunkDraft> Chunks) : IRequest<ImmutableArray<BlobAddress>>;

/// <summary>Computes the address of a file's manifest, which a document names the file by.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record MintManifest(FileKey File, long Size, ImmutableArray<BlobAddress> Chunks) : IRequest<BlobAddress>;

/// <summary>Seals chunks of the present vault for the road.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record SealChunks(BlobReference Blob, ImmutableArray<ChunkDraft> Chunks) : IRequest<ImmutableArray<SealedBlob>>;

/// <summary>Seals a file's manifest.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record SealManifest(BlobReference Blob, ImmutableArray<BlobAddress> Chunks) : IRequest<SealedBlob>;

/// <summary>Sealed bytes and their address. Its receiver disposes it when the bytes are sent, so that a file of any size takes a few buffers.</summary>
public sealed record SealedBlob(BlobAddress Address, ReadOnlyMemory<byte> Bytes) : IDisposable
{
    /// <summary>What the bytes lie in, null when they are nobody's.</summary>
    public IDisposable? Buffer { get; init; }

    /// <summary>Gives the buffer back; the bytes mean nothing afterwards.</summary>
    public void Dispose() => Buffer?.Dispose();

    /// <summary>The address and the size.</summary>
    public override string ToString() => $"{Address.RemoteId}: {Bytes.Length} bytes";
}

/// <summary>Opens a manifest: the addresses of the file's chunks, or why it is not the manifest this reference asks for.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record OpenManifest(BlobReference Blob, ReadOnlyMemory<byte> Bytes) : IRequest<ManifestOutcome>
{
    /// <summary>The address and the size.</summary>
    public override string ToString() => $"{nameof(OpenManifest)} {Blob.Manifest}";
}

/// <summary>What came out of a manifest.</summary>
/// <param name="Chunks">In order; default when it was refused.</param>
/// <param name="Code">Null, or one of <see cref="RejectionCodes"/>.</param>
public sealed record ManifestOutcome(ImmutableArray<BlobAddress> Chunks, string? Code);

/// <summary>Opens one chunk at its place in its file.</summary>
/// <param name="Blob">The file.</param>
/// <param name="Index">The place.</param>
/// <param name="Address">The address that the manifest gives for this place.</param>
/// <param name="Bytes">What the server sent.</param>
[RoutedTo(Roles.Crypto)]
public sealed record OpenChunk(BlobReference Blob, int Index, BlobAddress Address, ReadOnlyMemory<byte> Bytes) : IRequest<ChunkOutcome>
{
    /// <summary>The place and the size.</summary>
    public override string ToString() => $"{nameof(OpenChunk)} {Blob.Manifest} #{Index}";
}

/// <summary>What came out of a chunk. Its receiver disposes it when the bytes are stored; they are wiped then.</summary>
/// <param name="Data">The bytes; empty when it was refused.</param>
/// <param name="Code">Null, or one of <see cref="RejectionCodes"/>.</param>
public sealed record ChunkOutcome(ReadOnlyMemory<byte> Data, string? Code) : IDisposable
{
    /// <summary>What the bytes lie in, null when there are none.</summary>
    public IDisposable? Buffer { get; init; }

    /// <summary>Wipes the bytes and gives the buffer back.</summary>
    public void Dispose() => Buffer?.Dispose();

    /// <summary>The size, not the bytes.</summary>
    public override string ToString() => Code ?? $"{Data.Length} bytes";
}
