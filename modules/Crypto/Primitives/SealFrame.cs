using System.Buffers.Binary;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>What SEAL hashes, laid out in one piece so that one call covers it.</summary>
/// <remarks>
/// <code>
/// ├ LE64(|A|) ┼ header 8 ┼ LE32(|ctx|) ┼ ctx ┼ padded plaintext P ┤
///             ╰────────── A, the associated data ╯
/// ╰──────────────────── what the SIV covers ─────────────────────╯
/// </code>
/// </remarks>
internal readonly ref struct SealFrame
{
    private const int LengthField = 8;
    private const int ContextStart = LengthField + SealHeader.Size + 4;

    private readonly int _contextLength;

    /// <summary>Lays a frame over a buffer of exactly <see cref="Size"/> bytes and writes all but context and plaintext.</summary>
    public SealFrame(Span<byte> buffer, SealHeader header, int contextLength)
    {
        All = buffer;
        _contextLength = contextLength;
        BinaryPrimitives.WriteInt64LittleEndian(buffer, SealHeader.Size + 4 + contextLength);
        header.Write(buffer[LengthField..]);
        BinaryPrimitives.WriteInt32LittleEndian(buffer[(LengthField + SealHeader.Size)..], contextLength);
    }

    /// <summary>Everything, as the SIV covers it.</summary>
    public Span<byte> All { get; }

    /// <summary>What the cipher authenticates beside the plaintext.</summary>
    public Span<byte> Associated => All[LengthField..(ContextStart + _contextLength)];

    /// <summary>What the sealed thing is bound to: the caller fills it.</summary>
    public Span<byte> Context => All.Slice(ContextStart, _contextLength);

    /// <summary>The padded plaintext: the caller fills it before sealing, <see cref="Sealer.Open"/> fills it when opening.</summary>
    public Span<byte> Plaintext => All[(ContextStart + _contextLength)..];

    public static int Size(int contextLength, int paddedLength) => ContextStart + contextLength + paddedLength;
}
