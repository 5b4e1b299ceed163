namespace Aurix.Platform.Documents;

/// <summary>Names the bytes of a file: chunks of <see cref="ChunkSize"/> bytes, sealed one by one, held together by a sealed manifest.</summary>
/// <param name="File">16 random bytes that bind each chunk to this file.</param>
/// <param name="Epoch">The key epoch under which chunks and manifest are sealed.</param>
/// <param name="Manifest">The 32-byte SIV of the manifest: address and commitment in one.</param>
/// <param name="Size">The length of the file in bytes.</param>
public sealed record BlobReference(BlobFileId File, int Epoch, BlobAddress Manifest, long Size)
{
    /// <summary>Data bytes in every chunk but the last, so that a padded full chunk is exactly 2^20 bytes (crypto.md §4.1).</summary>
    public const int ChunkSize = 1_048_572;

    /// <summary>The most chunks one manifest can hold: 32 GiB. Larger files are refused.</summary>
    public const int MaxChunks = 32_767;

    /// <summary>How many chunks the file has; an empty file has one empty chunk.</summary>
    public int ChunkCount => CountChunks(Size);

    /// <summary>How many chunks a file of this many bytes has.</summary>
    public static int CountChunks(long size) => size == 0 ? 1 : (int)((size + ChunkSize - 1) / ChunkSize);

    /// <summary>How many data bytes chunk <paramref name="index"/> has.</summary>
    public int ChunkLength(int index) => LengthOfChunk(Size, index);

    /// <summary>How many data bytes chunk <paramref name="index"/> of a file of this many bytes has.</summary>
    public static int LengthOfChunk(long size, int index) => index < CountChunks(size) - 1 ? ChunkSize : (int)(size - ((long)ChunkSize * (CountChunks(size) - 1)));
}

/// <summary>16 random bytes that name a file inside the keys and seals of its chunks.</summary>
public readonly record struct BlobFileId(UInt128 Value)
{
    /// <summary>Reads 16 bytes, most significant first.</summary>
    public static BlobFileId FromBytes(ReadOnlySpan<byte> bytes) => new(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>The 16 bytes, most significant first.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return bytes;
    }

    /// <summary>Base64url without padding.</summary>
    public override string ToString() => System.Buffers.Text.Base64Url.EncodeToString(ToBytes());
}
