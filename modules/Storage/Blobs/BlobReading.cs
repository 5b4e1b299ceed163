using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>Reads stored files, across the borders of their chunks.</summary>
internal static class BlobReading
{
    /// <summary>A piece of a file: empty past its end, null when the file or this part of it is not here.</summary>
    public static BlobPiece? Read(Session session, BlobKey key, long offset, int count)
    {
        if (BlobSql.Find(session, key.Value) is not { } blob)
        {
            return null;
        }

        var end = Math.Min(blob.Length, offset + count);
        var data = new byte[Math.Max(0, end - offset)];
        for (var at = offset; at < end;)
        {
            var within = (int)(at % BlobReference.ChunkSize);
            var wanted = (int)Math.Min(end - at, BlobReference.ChunkSize - within);
            if (BlobSql.ReadChunk(session, blob.Content, (int)(at / BlobReference.ChunkSize), within, wanted) is not { Length: > 0 } piece)
            {
                return null;
            }

            piece.CopyTo(data.AsSpan((int)(at - offset)));
            at += piece.Length;
        }

        return new BlobPiece(data, blob.Length);
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
