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

    public static List<(long Upload, long Begun, UploadOwner Owner)> Uploads(Session session) => session.All(
        "SELECT blob, begun_ms, owner_process, owner_start_ms FROM blobs WHERE key IS NULL",
        static row => (row.GetInt64(0), row.GetInt64(1), new UploadOwner(row.GetInt32(2), row.GetInt64(3))));

    public static void Finish(Session session, long upload, string key, long length, string digest, BlobReference? reference, ImmutableArray<BlobAddress> chunks) => session.Run(
        "UPDATE blobs SET key = $2, length = $3, digest = $4, file = $5, epoch = $6, addresses = $7, owner_process = NULL, owner_start_ms = NULL WHERE blob = $1",
        upload,
        key,
        length,
        digest,
        reference?.File.ToBytes(),
        reference?.Epoch,
        reference is null ? null : Join(chunks));

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

    public static bool InsertChunk(Session session, long content, int place, ReadOnlyMemory<byte> data) =>
        session.Run("INSERT OR IGNORE INTO chunks (content, place, data) VALUES ($1, $2, $3)", content, place, data.ToArray()) > 0;

    public static int CountChunks(Session session, long content) => (int)session.Number("SELECT count(*) FROM chunks WHERE content = $1", content);

    public static List<int> Places(Session session, long content) =>
        session.All("SELECT place FROM chunks WHERE content = $1 ORDER BY place", static row => row.GetInt32(0), content);

    /// <summary>A piece of a chunk; null when the chunk is not here.</summary>
    public static byte[]? ReadChunk(Session session, long content, int place, int offset, int count) => session.First(
        "SELECT substr(data, $3 + 1, $4) FROM chunks WHERE content = $1 AND place = $2",
        static row => row.GetFieldValue<byte[]>(0),
        content,
        place,
        offset,
        count);

    /// <summary>Removes a row, and its chunks unless another row still names them.</summary>
    public static bool Drop(Session session, long blob)
    {
        var content = session.First("SELECT content FROM blobs WHERE blob = $1", static row => (long?)row.GetInt64(0), blob);
        if (content is null)
        {
            return false;
        }

        session.Run("DELETE FROM blobs WHERE blob = $1", blob);
        session.Run("DELETE FROM chunks WHERE content = $1 AND NOT EXISTS (SELECT 1 FROM blobs WHERE content = $1)", content);
        return true;
    }

    private static byte[] Join(ImmutableArray<BlobAddress> chunks) => [.. chunks.SelectMany(chunk => chunk.ToBytes())];

    private static BlobRow Row(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetInt64(1),
        row.GetInt64(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4));
}
