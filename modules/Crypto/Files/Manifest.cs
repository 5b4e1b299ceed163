using System.Collections.Immutable;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Files;

/// <summary>The list of a file's chunk addresses as one string of bytes.</summary>
internal static class Manifest
{
    public static byte[] Join(ImmutableArray<BlobAddress> chunks)
    {
        var bytes = new byte[chunks.Length * Sealer.SivSize];
        for (var index = 0; index < chunks.Length; index++)
        {
            chunks[index].ToBytes().CopyTo(bytes, index * Sealer.SivSize);
        }

        return bytes;
    }

    public static ImmutableArray<BlobAddress> Split(ReadOnlySpan<byte> bytes)
    {
        var chunks = ImmutableArray.CreateBuilder<BlobAddress>(bytes.Length / Sealer.SivSize);
        for (; !bytes.IsEmpty; bytes = bytes[Sealer.SivSize..])
        {
            chunks.Add(BlobAddress.FromBytes(bytes[..Sealer.SivSize]));
        }

        return chunks.MoveToImmutable();
    }
}
