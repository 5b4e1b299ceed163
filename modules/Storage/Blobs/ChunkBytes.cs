using System.Security.Cryptography;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>A chunk about to be stored, and its hash: computed before the write lock is asked for.</summary>
internal readonly record struct ChunkBytes(ReadOnlyMemory<byte> Data, byte[] Hash)
{
    public static ChunkBytes Of(ReadOnlyMemory<byte> data) => new(data, SHA256.HashData(data.Span));
}
