using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>The rows of files and their chunks.</summary>
internal static class BlobSql
{
    private const string Columns = "blob, content, length, digest, addresses";

    public static BlobRow? Find(Session session, string key) => session.First($"SELECT {Columns} FROM blobs WHERE key = $1", Row, key);

    public static long Begin(Session session, long now, UploadOwner owner)
    {
        var upload = session.Number(
            "INSERT INTO blobs (begun_ms, owner_process, owner_start_ms) VALUES ($1, $2, $3) RETURNING blob",
            now,
            owner.Process,
            owner.StartMilliseconds);
        session.Run("UPDATE blobs SET content = $1 WHERE blob = $1", upload);
        return upload;
    }

    /// <summary>Uploads, oldest first, with how many full chunks each has.</summary>
    public static List<StoredUpload> Uploads(Session session) => session.All(
        $"""
        SELECT blob, begun_ms, owner_process, owner_start_ms,
               (SELECT count(*) FROM chunks WHERE chunks.content = blobs.content AND length(data) = {BlobReference.ChunkSize})
        FROM blobs WHERE key IS NULL ORDER BY blob
        """,
        static row => new StoredUpload(row.GetInt64(0), row.GetInt64(1), new UploadOwner(row.GetInt32(2), row.GetInt64(3)), row.GetInt32(4)));

    /// <summary>Names an upload; false when it is gone. From now on it waits for a document to name it.</summary>
    public static bool Finish(Session session, long upload, string key, long length, string digest, BlobReference? reference, ImmutableArray<BlobAddress> chunks, long now) => session.Run(
        """
        UPDATE blobs SET key = $2, length = $3, digest = $4, file = $5, epoch = $6, addresses = $7, begun_ms = $8, owner_process = NULL, owner_start_ms = NULL
        WHERE blob = $1 AND key IS NULL
        """,
        upload,
        key,
        length,
        digest,
        reference?.File.ToBytes(),
        reference?.Epoch,
        reference is null ? null : Join(chunks),
        now) > 0;

    /// <summary>Makes a row for a file of the vault that arrives chunk by chunk; changes nothing when there is one.</summary>
    public static BlobRow Expect(Session session, BlobReference reference, long now)
    {
        var key = reference.Manifest.ToString();
        if (Find(session, key) is { } known)
        {
            return known;
        }

        var blob = session.Number(
            "INSERT INTO blobs (key, length, file, epoch, begun_ms) VALUES ($1, $2, $3, $4, $5) RETURNING blob",
            key,
            reference.Size,
            reference.File.ToBytes(),
            reference.Epoch,
            now);
        session.Run("UPDATE blobs SET content = $1 WHERE blob = $1", blob);
        return new BlobRow(blob, blob, reference.Size, Digest: null, Addresses: null);
    }

    public static void SetAddresses(Session session, long blob, ImmutableArray<BlobAddress> chunks) =>
        session.Run("UPDATE blobs SET addresses = $2 WHERE blob = $1", blob, Join(chunks));

    /// <summary>Another name for the bytes of a file.</summary>
    public static void AddName(Session session, BlobRow old, BlobReference renamed, ImmutableArray<BlobAddress> chunks, long now) => session.Run(
        """
        INSERT OR IGNORE INTO blobs (key, content, length, digest, file, epoch, addresses, begun_ms)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        renamed.Manifest.ToString(),
        old.Content,
        old.Length,
        old.Digest,
        renamed.File.ToBytes(),
        renamed.Epoch,
        Join(chunks),
        now);

    public static BlobReference? Reference(Session session, string key) => session.First(
        "SELECT file, epoch, length FROM blobs WHERE key = $1 AND file IS NOT NULL",
        row => BlobAddress.TryParse(key, out var manifest)
            ? new BlobReference(BlobFileId.FromBytes(row.GetFieldValue<byte[]>(0)), row.GetInt32(1), manifest, row.GetInt64(2))
            : null,
        key);

    public static List<string> KeysWithSharedContent(Session session) => session.All(
        "SELECT key FROM blobs WHERE key IS NOT NULL AND content IN (SELECT content FROM blobs GROUP BY content HAVING count(*) > 1) ORDER BY key",
        static row => row.GetString(0));

    /// <summary>Stores a chunk with its hash; false when it was here.</summary>
    public static bool InsertChunk(Session session, long content, int place, ChunkBytes chunk)
    {
        if (session.First(
            "INSERT OR IGNORE INTO chunks (content, place, data, sha256) VALUES ($1, $2, zeroblob($3), $4) RETURNING chunk",
            static row => (long?)row.GetInt64(0),
            content,
            place,
            chunk.Data.Length,
            chunk.Hash) is not { } row)
        {
            return false;
        }

        session.WriteValue("chunks", "data", row, chunk.Data.Span);
        return true;
    }

    public static int CountChunks(Session session, long content) => (int)session.Number("SELECT count(*) FROM chunks WHERE content = $1", content);

    public static List<int> Places(Session session, long content) =>
        session.All("SELECT place FROM chunks WHERE content = $1 ORDER BY place", static row => row.GetInt32(0), content);

    /// <summary>Where a chunk is; null when it is not here.</summary>
    public static long? ChunkRow(Session session, long content, int place) =>
        session.First("SELECT chunk FROM chunks WHERE content = $1 AND place = $2", static row => (long?)row.GetInt64(0), content, place);

    public static byte[] ReadChunk(Session session, long row) => session.ReadValue("chunks", "data", row);

    /// <summary>Null for a chunk that schema 1 stored.</summary>
    public static byte[]? ReadHash(Session session, long row) =>
        session.First("SELECT sha256 FROM chunks WHERE chunk = $1", static hash => hash.IsDBNull(0) ? null : hash.GetFieldValue<byte[]>(0), row);

    /// <summary>The chunk after another one, in the order of rows; null after the last.</summary>
    public static StoredChunk? NextChunk(Session session, long after) => session.First(
        """
        SELECT chunk, place, coalesce((SELECT key FROM blobs WHERE blobs.content = chunks.content LIMIT 1), 'an unfinished upload')
        FROM chunks WHERE chunk > $1 ORDER BY chunk LIMIT 1
        """,
        static row => new StoredChunk(row.GetInt64(0), row.GetInt32(1), row.GetString(2)),
        after);

    /// <summary>Verifies a chunk that may have gone meanwhile; false when there is no hash to verify it with.</summary>
    /// <exception cref="DamagedChunkException">It is not what was stored.</exception>
    public static bool IsHashed(Session session, long row, int place)
    {
        if (session.First("SELECT 1 FROM chunks WHERE chunk = $1", static _ => true, row) && ReadHash(session, row) is not null)
        {
            BlobReading.Verified(session, row, place, length: null);
            return true;
        }

        return false;
    }

    public static void DropChunk(Session session, long row) => session.Run("DELETE FROM chunks WHERE chunk = $1", row);

    /// <summary>How many chunks and bytes of a file are here.</summary>
    public static (int Chunks, long Bytes) Here(Session session, long content) => session.First(
        "SELECT count(*), coalesce(sum(length(data)), 0) FROM chunks WHERE content = $1", static row => (row.GetInt32(0), row.GetInt64(1)), content);

    /// <summary>Removes a row and answers whose chunks it named; <see cref="FreeSome"/> takes those that no row names any more.</summary>
    public static long? Drop(Session session, long blob)
    {
        var content = session.First("SELECT content FROM blobs WHERE blob = $1", static row => (long?)row.GetInt64(0), blob);
        session.Run("DELETE FROM blobs WHERE blob = $1", blob);
        return content;
    }

    /// <summary>Named files that nobody touched since <paramref name="cutoff"/>, by row.</summary>
    public static List<(long Blob, long Content, string Key)> Settled(Session session, long cutoff, long after, int limit) => session.All(
        "SELECT blob, content, key FROM blobs WHERE blob > $1 AND key IS NOT NULL AND begun_ms <= $2 ORDER BY blob LIMIT $3",
        static row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2)),
        after,
        cutoff,
        limit);

    /// <summary>Removes a name unless somebody stored the same file again meanwhile.</summary>
    public static bool DropSettled(Session session, long blob, long cutoff) =>
        session.Run("DELETE FROM blobs WHERE blob = $1 AND key IS NOT NULL AND begun_ms <= $2", blob, cutoff) > 0;

    /// <summary>Contents whose chunks no row names.</summary>
    public static List<long> Orphans(Session session) => session.All(
        "SELECT DISTINCT content FROM chunks WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE blobs.content = chunks.content)", static row => row.GetInt64(0));

    /// <summary>Removes some chunks of a content that no row names.</summary>
    public static (int Chunks, long Bytes) FreeSome(Session session, long content, int limit)
    {
        var chunks = session.All(
            "SELECT chunk, length(data) FROM chunks WHERE content = $1 AND NOT EXISTS (SELECT 1 FROM blobs WHERE content = $1) LIMIT $2",
            static row => (Row: row.GetInt64(0), Bytes: row.GetInt64(1)),
            content,
            limit);
        foreach (var (row, _) in chunks)
        {
            DropChunk(session, row);
        }

        return (chunks.Count, chunks.Sum(chunk => chunk.Bytes));
    }

    /// <summary>Gives free pages back to the file system; false when there are none, or the file is one of schema 1 and keeps them for later.</summary>
    public static bool Shrink(Session session, int pages)
    {
        const long Incremental = 2;
        if (session.Number("PRAGMA auto_vacuum") != Incremental || session.Number("PRAGMA freelist_count") == 0)
        {
            return false;
        }

        session.All($"PRAGMA incremental_vacuum({pages})", static _ => 0); // frees a page each time it is asked for the next row
        return true;
    }

    /// <summary>Lets a file have other chunks, of the same bytes, and starts the time again that it waits for a document to name it.</summary>
    public static void Renew(Session session, long blob, long content, long now) =>
        session.Run("UPDATE blobs SET content = $2, begun_ms = $3 WHERE blob = $1", blob, content, now);

    /// <summary>Makes an upload this process's own; false when somebody else changed it meanwhile.</summary>
    public static bool Adopt(Session session, long upload, UploadOwner from, UploadOwner to) => session.Run(
        "UPDATE blobs SET owner_process = $2, owner_start_ms = $3 WHERE blob = $1 AND key IS NULL AND owner_process = $4 AND owner_start_ms = $5",
        upload,
        to.Process,
        to.StartMilliseconds,
        from.Process,
        from.StartMilliseconds) > 0;

    private static byte[] Join(ImmutableArray<BlobAddress> chunks) => [.. chunks.SelectMany(chunk => chunk.ToBytes())];

    private static BlobRow Row(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetInt64(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4));
}
