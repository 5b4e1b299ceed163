using System.Buffers.Binary;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Files;

/// <summary>Names, seals and opens the pieces of files.</summary>
internal sealed class FileSealer(ISodium sodium, WorkBuffers buffers)
{
    /// <summary>Bytes of a blob beside the padded data.</summary>
    private const int Overhead = SealHeader.Size + Sealer.TagSize;

    /// <summary>A full chunk, and the list of the longest file: both fit 2^20 once padded.</summary>
    private const int MaxPadded = 1 << 20;

    private readonly Kdf _kdf = new(sodium);
    private readonly Sealer _sealer = new(sodium);

    /// <summary>The address that the piece will have.</summary>
    public BlobAddress Mint(EpochKeys epoch, FileSeal seal, ReadOnlySpan<byte> data)
    {
        Span<byte> siv = stackalloc byte[Sealer.SivSize];
        Run(epoch, seal, data, [], siv);
        return BlobAddress.FromBytes(siv);
    }

    /// <summary>How long a sealed piece with so much data is.</summary>
    public static int SealedLength(int dataLength) => Overhead + Padding.PaddedLength(dataLength, Padding.ChunkMinimum);

    /// <summary>The sealed piece and its address, in a buffer of our own that its receiver gives back.</summary>
    public SealedBlob Seal(EpochKeys epoch, FileSeal seal, ReadOnlySpan<byte> data)
    {
        var held = buffers.Hold(SealedLength(data.Length));
        Span<byte> siv = stackalloc byte[Sealer.SivSize];
        Seal(epoch, seal, data, held.Memory.Span, siv);
        return new SealedBlob(BlobAddress.FromBytes(siv), held.Memory) { Buffer = held };
    }

    /// <summary>Seals into exactly <see cref="SealedLength"/> bytes, with V beside them, and allocates nothing.</summary>
    public void Seal(EpochKeys epoch, FileSeal seal, ReadOnlySpan<byte> data, Span<byte> blob, Span<byte> siv)
    {
        seal.Header.Write(blob);
        Run(epoch, seal, data, blob[SealHeader.Size..], siv);
    }

    /// <summary>Opens a piece at its place, into a buffer of our own that its receiver gives back; null when it was refused.</summary>
    public string? Open(EpochKeys epoch, FileSeal seal, BlobAddress address, ReadOnlySpan<byte> blob, out WorkBuffers.Held? data)
    {
        data = null;
        var held = buffers.Hold(Math.Clamp(blob.Length, 1, Overhead + MaxPadded));
        var refusal = Open(epoch, seal, address.ToBytes(), blob, held.Memory.Span, out var length);
        if (refusal is null)
        {
            held.Shorten(length);
            data = held;
        }
        else
        {
            held.Dispose();
        }

        return refusal;
    }

    /// <summary>Opens a piece at its place and allocates nothing.</summary>
    /// <param name="epoch">The file's epoch.</param>
    /// <param name="seal">What must be there.</param>
    /// <param name="siv">V, which is its address.</param>
    /// <param name="blob">What the server sent.</param>
    /// <param name="data">At least as long as the blob.</param>
    /// <param name="length">How many bytes came out.</param>
    /// <returns>Null, or a code of <see cref="RejectionCodes"/>.</returns>
    public string? Open(EpochKeys epoch, FileSeal seal, ReadOnlySpan<byte> siv, ReadOnlySpan<byte> blob, Span<byte> data, out int length)
    {
        length = 0;
        if (blob.Length is < Overhead + Padding.ChunkMinimum or > Overhead + MaxPadded || !SealHeader.TryRead(blob, out var header))
        {
            return RejectionCodes.ChunkInvalid;
        }

        if (header != seal.Header)
        {
            return header.Version == SealHeader.CurrentVersion ? RejectionCodes.ChunkInvalid : RejectionCodes.VersionUnsupported;
        }

        Span<byte> key = stackalloc byte[GuardedKey.Size];
        using var loan = buffers.Lend(SealFrame.Size(seal.ContextLength, blob.Length - Overhead));
        try
        {
            var frame = Frame(epoch, seal, loan.Span, key);
            if (_sealer.Open(siv, blob[SealHeader.Size..], key, frame) is { } refusal)
            {
                return refusal;
            }

            if (!Padding.TryRead(frame.Plaintext, Padding.ChunkMinimum, out var range))
            {
                return RejectionCodes.PaddingInvalid;
            }

            var opened = frame.Plaintext[range];
            opened.CopyTo(data);
            length = opened.Length;
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private void Run(EpochKeys epoch, FileSeal seal, ReadOnlySpan<byte> data, Span<byte> ciphertext, Span<byte> siv)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        using var loan = buffers.Lend(SealFrame.Size(seal.ContextLength, Padding.PaddedLength(data.Length, Padding.ChunkMinimum)));
        try
        {
            var frame = Frame(epoch, seal, loan.Span, key);
            Padding.Write(data, frame.Plaintext);
            if (ciphertext.IsEmpty)
            {
                _sealer.ComputeSiv(siv, key, frame);
            }
            else
            {
                _sealer.Seal(siv, ciphertext, key, frame);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Lays the frame and derives the file's key: <c>KDF(KDF(EK, "chunk"), "file", file)</c>.</summary>
    private SealFrame Frame(EpochKeys epoch, FileSeal seal, Span<byte> buffer, Span<byte> key)
    {
        Span<byte> file = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(file, seal.File.Value);
        _kdf.Derive(key, epoch.Files.Bytes, "file"u8, file);
        var frame = new SealFrame(buffer, seal.Header, seal.ContextLength);
        seal.WriteContext(frame.Context);
        return frame;
    }
}
