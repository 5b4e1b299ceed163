using System.Collections.Immutable;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Files;

/// <summary>What a caller may ask to be sealed: chunks of the one size, lists of the right length, epochs there is a key for.</summary>
internal static class FileRules
{
    private const long MaxSize = (long)BlobReference.ChunkSize * BlobReference.MaxChunks;

    /// <exception cref="UsageException"><c>ChunkInvalid</c>.</exception>
    public static void Check(ChunkDraft chunk)
    {
        if (chunk.Index is < 0 or >= BlobReference.MaxChunks
            || chunk.Data.Length > BlobReference.ChunkSize
            || (!chunk.IsLast && chunk.Data.Length != BlobReference.ChunkSize)
            || (chunk.Index > 0 && chunk.Data.IsEmpty))
        {
            throw new UsageException(
                "ChunkInvalid",
                $"Chunk {chunk.Index} with {chunk.Data.Length} bytes is not a piece of a file.",
                $"Cut files into pieces of {BlobReference.ChunkSize} bytes; only the last may be shorter, and there are at most {BlobReference.MaxChunks}.");
        }
    }

    /// <exception cref="UsageException"><c>AttachmentLength</c>.</exception>
    public static void Check(ChunkDraft chunk, BlobReference blob)
    {
        Check(chunk);
        if (!IsReadable(blob)
            || chunk.Index >= blob.ChunkCount
            || chunk.IsLast != (chunk.Index == blob.ChunkCount - 1)
            || chunk.Data.Length != blob.ChunkLength(chunk.Index))
        {
            throw Length(blob.Size);
        }
    }

    /// <exception cref="UsageException"><c>AttachmentLength</c>.</exception>
    public static void Check(long size, ImmutableArray<BlobAddress> chunks)
    {
        if (size is < 0 or > MaxSize || chunks.IsDefault || chunks.Length != BlobReference.CountChunks(size))
        {
            throw Length(size);
        }
    }

    /// <summary>Whether a reference, which may come out of a sealed but badly made document, can name a file at all.</summary>
    public static bool IsReadable(BlobReference blob) => blob.Size is >= 0 and <= MaxSize && blob.Epoch > 0;

    /// <exception cref="VaultException"><c>EpochUnknown</c>.</exception>
    public static EpochKeys Epoch(VaultKeys keys, int number) =>
        number > 0 && keys.TryGetEpoch((uint)number, out var epoch) ? epoch : throw VaultErrors.EpochUnknown(number);

    private static UsageException Length(long size) => new(
        "AttachmentLength",
        $"The pieces do not add up to a file of {size} bytes.",
        "Read the file again: it may have grown or shrunk meanwhile.");
}
