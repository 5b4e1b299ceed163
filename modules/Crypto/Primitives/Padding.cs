using System.Buffers.Binary;
using System.Numerics;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>Hides the exact length of what is sealed: <c>LE32(n) ‖ data ‖ zeros</c>, up to a bucket (crypto.md §3.3).</summary>
/// <remarks>Buckets follow Padmé (Nikitin et al., "Reducing Metadata Leakage", PETS 2019): at most 12 % larger, and few sizes to tell apart.</remarks>
internal static class Padding
{
    /// <summary>The length field before the data.</summary>
    public const int Overhead = 4;

    /// <summary>The smallest bucket of a document or a key ring: most notes look alike.</summary>
    public const int DocumentMinimum = 256;

    /// <summary>The smallest bucket of a chunk or a manifest.</summary>
    public const int ChunkMinimum = 4096;

    /// <summary>The only bucket of a wrapped key.</summary>
    public const int SlotMinimum = 64;

    /// <summary>Padmé: the length rounded up so that at most log2(log2(length)) + 1 of its leading bits vary.</summary>
    public static int Padme(int length)
    {
        if (length < 2)
        {
            return length;
        }

        var exponent = BitOperations.Log2((uint)length);
        var mantissa = BitOperations.Log2((uint)exponent) + 1;
        var mask = (1 << Math.Max(exponent - mantissa, 0)) - 1;
        return (length + mask) & ~mask;
    }

    /// <summary>How long <paramref name="length"/> bytes of data are once padded.</summary>
    public static int PaddedLength(int length, int minimum) => Math.Max(minimum, Padme(Overhead + length));

    /// <summary>Writes the padded form; <paramref name="padded"/> has exactly <see cref="PaddedLength"/> bytes.</summary>
    public static void Write(ReadOnlySpan<byte> data, Span<byte> padded)
    {
        BinaryPrimitives.WriteInt32LittleEndian(padded, data.Length);
        data.CopyTo(padded[Overhead..]);
        padded[(Overhead + data.Length)..].Clear();
    }

    /// <summary>Finds the data again. Any padding but the one that <see cref="Write"/> makes is refused, so that no bit is free to vary.</summary>
    public static bool TryRead(ReadOnlySpan<byte> padded, int minimum, out Range data)
    {
        data = default;
        if (padded.Length < Overhead)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(padded);
        if (length > padded.Length - Overhead
            || PaddedLength((int)length, minimum) != padded.Length
            || padded[(Overhead + (int)length)..].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        data = Overhead..(Overhead + (int)length);
        return true;
    }
}
