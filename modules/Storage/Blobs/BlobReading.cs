using System.Security.Cryptography;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>Reads stored files, across the borders of their chunks. No byte is answered whose chunk was not verified.</summary>
internal static class BlobReading
{
    /// <summary>A piece of a file: empty past its end, null when the file or this part of it is not here.</summary>
    /// <exception cref="DamagedChunkException">A chunk of it is not what was stored.</exception>
    public static BlobPiece? Read(Session session, ChunkCache cache, BlobKey key, long offset, int count)
    {
        if (BlobSql.Find(session, key.Value) is not { } blob)
        {
            return null;
        }

        if (offset >= blob.Length)
        {
            return new BlobPiece(default, blob.Length);
        }

        var wanted = (int)Math.Min(count, blob.Length - offset);
        var (first, within) = ((int)(offset / BlobReference.ChunkSize), (int)(offset % BlobReference.ChunkSize));
        if (within + wanted <= BlobReference.ChunkSize)
        {
            // Inside one chunk nothing is copied: what is answered is a window on the chunk.
            return Chunk(session, cache, blob, first) is { } chunk ? new BlobPiece(chunk.AsMemory(within, wanted), blob.Length) : null;
        }

        var data = GC.AllocateUninitializedArray<byte>(wanted);
        for (var done = 0; done < wanted; first++, within = 0)
        {
            if (Chunk(session, cache, blob, first) is not { } chunk)
            {
                return null;
            }

            var piece = chunk.AsSpan(within, Math.Min(chunk.Length - within, wanted - done));
            piece.CopyTo(data.AsSpan(done));
            done += piece.Length;
        }

        return new BlobPiece(data, blob.Length);
    }

    /// <summary>A whole chunk, verified; null when it is not here.</summary>
    /// <exception cref="DamagedChunkException">It is not what was stored.</exception>
    public static byte[]? Chunk(Session session, ChunkCache cache, BlobRow blob, int place)
    {
        if (BlobSql.ChunkRow(session, blob.Content, place) is not { } row)
        {
            return null;
        }

        if (cache.Find(row, blob.Content, place) is { } known)
        {
            return known;
        }

        var data = Verified(session, row, place, BlobReference.LengthOfChunk(blob.Length, place));
        cache.Add(row, blob.Content, place, data);
        return data;
    }

    /// <summary>Reads a chunk past the cache. A chunk that schema 1 stored has no hash: it is believed if its length is right.</summary>
    public static byte[] Verified(Session session, long row, int place, int? length)
    {
        var data = BlobSql.ReadChunk(session, row);
        var hash = BlobSql.ReadHash(session, row);
        return (length is null || data.Length == length) && (hash is null || hash.AsSpan().SequenceEqual(SHA256.HashData(data)))
            ? data
            : throw new DamagedChunkException(place);
    }

    public static BlobDescription? Describe(Session session, BlobKey key)
    {
        if (BlobSql.Find(session, key.Value) is not { } blob || BlobSql.Reference(session, key.Value) is not { } reference)
        {
            return null;
        }

        var here = BlobSql.Places(session, blob.Content).ToHashSet();
        return new BlobDescription(reference, blob.Chunks, [.. Enumerable.Range(0, reference.ChunkCount).Where(place => !here.Contains(place))]);
    }

    public static bool IsWhole(Session session, BlobRow blob) => BlobSql.CountChunks(session, blob.Content) == BlobReference.CountChunks(blob.Length);
}
