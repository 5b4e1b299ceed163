using System.Buffers.Binary;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>The first eight bytes of everything sealed.</summary>
/// <remarks>
/// <code>
/// 0     2     3      4            8
/// ├ "AX" ┼ 01 ┼ kind ┼ LE32 epoch ┤
/// </code>
/// One version, no negotiation: a reader that knows another one is another build.
/// </remarks>
internal readonly record struct SealHeader(byte Version, SealKind Kind, uint Epoch)
{
    public const int Size = 8;

    /// <summary>The version that this build reads and writes.</summary>
    public const byte CurrentVersion = 1;

    public SealHeader(SealKind kind, int epoch)
        : this(CurrentVersion, kind, (uint)epoch)
    {
    }

    /// <summary>Reads a header of any version; false when the bytes do not begin as ours do.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SealHeader header)
    {
        header = default;
        if (bytes.Length < Size || !bytes.StartsWith("AX"u8))
        {
            return false;
        }

        header = new(bytes[2], (SealKind)bytes[3], BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
        return true;
    }

    public void Write(Span<byte> destination)
    {
        "AX"u8.CopyTo(destination);
        destination[2] = Version;
        destination[3] = (byte)Kind;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Epoch);
    }
}
