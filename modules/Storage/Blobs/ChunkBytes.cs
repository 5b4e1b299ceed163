using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>A chunk about to be stored, and its hash: computed before the write lock is asked for.</summary>
internal readonly record struct ChunkBytes(byte[] Data, byte[] Hash)
{
    /// <summary>Copies nothing when the memory is all of an array, as a full chunk of an upload is.</summary>
    public static ChunkBytes Of(ReadOnlyMemory<byte> data) => new(
        MemoryMarshal.TryGetArray(data, out var array) && array.Offset == 0 && array.Count == array.Array!.Length ? array.Array : data.ToArray(),
        SHA256.HashData(data.Span));
}
