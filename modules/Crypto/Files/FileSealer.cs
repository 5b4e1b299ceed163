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
    public BlobAddress Mint(EpochKeys epoch, FileSeal seal, ReadOnlySpan<byte> data) => Run(epoch, seal, data, []);

    /// <summary>The sealed piece and its address.</summary>
    public SealedBlob Seal(EpochKeys epoch, FileSeal seal, ReadOnlySpan<byte> data)
    {
        var blob = new byte[Overhead + Padding.PaddedLength(data.Length, Padding.ChunkMinimum)];
        seal.Header.Write(blob);
        return new SealedBlob(Run(epoch, seal, data, blob.AsSpan(SealHeader.Size)), blob);
    }

    /// <summary>Opens a piece at its place.</summary>
    /// <param name="epoch">The file's epoch.</param>
    /// <param name="seal">What must be there.</param>
    /// <param name="address">Its address, which is V.</param>
    /// <param name="blob">What the server sent.</param>
    /// <param name="data">The bytes, null when it was refused.</param>
    /// <returns>Null, or a code of <see cref="RejectionCodes"/>.</returns>
    public string? Open(EpochKeys epoch, FileSeal seal, BlobAddress address, ReadOnlySpan<byte> blob, out byte[]? data)
    {
        data = null;
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
            if (_sealer.Open(address.ToBytes(), blob[SealHeader.Size..], key, frame) is { } refusal)
            {
                return refusal;
            }

            if (!Padding.TryRead(frame.Plaintext, Padding.ChunkMinimum, out var range))
            {
                return RejectionCodes.PaddingInvalid;
            }

            data = frame.Plaintext[range].ToArray();
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private BlobAddress Run(EpochKeys epoch, FileSeal seal, ReadOnlySpan<byte> data, Span<byte> ciphertext)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        Span<byte> siv = stackalloc byte[Sealer.SivSize];
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

            return BlobAddress.FromBytes(siv);
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
