using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>A stored file, or one that is arriving.</summary>
/// <param name="Key">The row.</param>
/// <param name="Content">Whose chunks are its bytes: its own row, or that of the file it was re-issued from.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Digest"><c>md5-</c> and base64; null for a file that came chunk by chunk.</param>
/// <param name="Addresses">The chunk addresses, 32 bytes each; null while the manifest has not arrived, and in a relay.</param>
internal sealed record BlobRow(long Key, long Content, long Length, string? Digest, byte[]? Addresses)
{
    public ImmutableArray<BlobAddress> Chunks => Addresses is null
        ? default
        : [.. Addresses.Chunk(BlobAddress.Size).Select(bytes => BlobAddress.FromBytes(bytes))];
}
