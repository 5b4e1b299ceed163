using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Which files the vault's revisions name. The bytes are elsewhere, and may not have arrived yet.</summary>
internal static class BlobRefs
{
    private const string Columns = "blob_refs.key, file, epoch, size";

    /// <summary>Notes the files that a revision names.</summary>
    public static void Add_InTransaction(Session session, long node, DocumentBody shown, bool whole)
    {
        foreach (var blob in shown.Attachments.Values.Select(attachment => attachment.Blob).DistinctBy(blob => blob.Manifest))
        {
            var key = blob.Manifest.ToString();
            session.Run(
                "INSERT INTO blob_refs (key, file, epoch, size, whole) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO UPDATE SET whole = 1 WHERE $5 = 1",
                key,
                blob.File.ToBytes(),
                blob.Epoch,
                blob.Size,
                whole ? 1 : 0);
            session.Run("INSERT OR IGNORE INTO rev_blobs (key, rev) VALUES ($1, $2)", key, node);
        }
    }

    /// <summary>Forgets what a document's revisions name, before they are rewritten.</summary>
    public static void Forget_InTransaction(Session session, long document) =>
        session.Run("DELETE FROM rev_blobs WHERE rev IN (SELECT rev FROM revs WHERE doc = $1)", document);

    /// <summary>Drops the files that no revision names any more.</summary>
    public static int DropUnnamed_InTransaction(Session session)
    {
        BlobServers.DropUnnamed_InTransaction(session);
        return session.Run("DELETE FROM blob_refs WHERE NOT EXISTS (SELECT 1 FROM rev_blobs WHERE rev_blobs.key = blob_refs.key)");
    }

    public static BlobReference? Find(Session session, string key) =>
        session.First($"SELECT {Columns} FROM blob_refs WHERE key = $1", Row, key);

    /// <summary>Remembers that every byte has arrived, whatever was wished before. Only a shortcut for <see cref="Wanted"/>; the blobs' own file knows.</summary>
    public static bool SetWhole_InTransaction(Session session, string key) =>
        session.Run("UPDATE blob_refs SET whole = 1, evicted = 0 WHERE key = $1", key) > 0;

    /// <summary>Takes the shortcut back. Before bytes go, never after: with it a file that lacks bytes would not be fetched.</summary>
    public static bool SetLacking_InTransaction(Session session, string key) =>
        session.Run("UPDATE blob_refs SET whole = 0 WHERE key = $1", key) > 0;

    /// <summary>Takes every shortcut back, because the file of the bytes was lost.</summary>
    public static int SetAllLacking_InTransaction(Session session) => session.Run("UPDATE blob_refs SET whole = 0 WHERE whole = 1");

    public static bool Evict_InTransaction(Session session, string key) =>
        session.Run("UPDATE blob_refs SET evicted = 1, whole = 0 WHERE key = $1", key) > 0;

    /// <summary>Undoes an eviction.</summary>
    public static bool Want_InTransaction(Session session, string key) => session.Run("UPDATE blob_refs SET evicted = 0 WHERE key = $1", key) > 0;

    /// <summary>Pinning a file is wanting it too; letting go of it is not evicting it.</summary>
    public static bool Pin_InTransaction(Session session, string key, bool pinned) => session.Run(
        "UPDATE blob_refs SET pinned = $2, evicted = CASE WHEN $2 = 1 THEN 0 ELSE evicted END WHERE key = $1", key, pinned ? 1 : 0) > 0;

    /// <summary>What is known of a file beside its reference; null when no revision ever named it.</summary>
    public static BlobWish? Wish(Session session, string key) => session.First(
        $"SELECT pinned, evicted, {BlobServers.Has("NULL")} FROM blob_refs WHERE key = $1",
        static row => new BlobWish(row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2)),
        key);

    /// <summary>Whether the bytes of a file have a reason to be here: a revision names it, and it is not evicted.</summary>
    public static bool IsKept(Session session, string key) => session.Number(
        "SELECT EXISTS (SELECT 1 FROM rev_blobs WHERE key = $1) AND NOT EXISTS (SELECT 1 FROM blob_refs WHERE key = $1 AND evicted = 1)", key) > 0;

    /// <summary>Files that revisions name, by key.</summary>
    public static List<(BlobReference Reference, BlobWish Wish, int Revisions)> List(Session session, string after, ListBlobs request) => session.All(
        $"""
        SELECT {Columns}, pinned, evicted, {BlobServers.Has("NULL")}, (SELECT count(*) FROM rev_blobs WHERE rev_blobs.key = blob_refs.key) AS revisions FROM blob_refs
        WHERE blob_refs.key > $1 AND revisions > 0 AND ($3 IS NULL OR {BlobServers.Has("$5")} = $3)
          AND ($2 IS NULL OR blob_refs.key IN (SELECT key FROM rev_blobs JOIN revs USING (rev) JOIN docs USING (doc) WHERE docs.id = $2))
        ORDER BY blob_refs.key LIMIT $4
        """,
        static row => (Row(row), new BlobWish(row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6)), row.GetInt32(7)),
        after,
        request.Document?.Value,
        request.OnServer is { } wanted ? (wanted ? 1 : 0) : null,
        request.Limit,
        request.Remote?.Value);

    /// <summary>What leaves of these documents name and that server is not known to have.</summary>
    public static List<(DocumentId Document, BlobReference Blob)> NotOnServer(Session session, FindDocumentsAwaitingUpload request) => session.All(
        $"""
        SELECT {Columns}, docs.id FROM docs
        JOIN revs ON revs.doc = docs.doc AND is_leaf = 1 JOIN rev_blobs USING (rev) JOIN blob_refs USING (key)
        WHERE docs.id IN (SELECT value FROM json_each($1)) AND NOT {BlobServers.Has("$2")}
        """,
        static row => (new DocumentId(row.GetString(4)), Row(row)),
        JsonSerializer.Serialize(request.Documents.Select(document => document.Value)),
        request.Remote.Value);

    /// <summary>Which documents name these files in some revision.</summary>
    public static List<(string Key, DocumentId Document)> Documents(Session session, IEnumerable<string> keys) => session.All(
        """
        SELECT DISTINCT rev_blobs.key, docs.id FROM rev_blobs JOIN revs USING (rev) JOIN docs USING (doc)
        WHERE rev_blobs.key IN (SELECT value FROM json_each($1))
        """,
        static row => (row.GetString(0), new DocumentId(row.GetString(1))),
        JsonSerializer.Serialize(keys));

    public static int CountUnnamed(Session session) =>
        (int)session.Number("SELECT count(*) FROM blob_refs WHERE NOT EXISTS (SELECT 1 FROM rev_blobs WHERE rev_blobs.key = blob_refs.key)");

    /// <summary>Files that leaves name, that are not known to be whole and were not evicted, by key.</summary>
    public static List<BlobReference> Wanted(Session session, string after, ListIncompleteBlobs request) => session.All(
        $"""
        SELECT {Columns} FROM blob_refs
        WHERE whole = 0 AND evicted = 0 AND blob_refs.key > $1
          AND (pinned = 1 OR ($3 = 0 AND ($4 IS NULL OR size <= $4)))
          AND EXISTS (SELECT 1 FROM rev_blobs JOIN revs USING (rev) JOIN docs USING (doc)
                      WHERE rev_blobs.key = blob_refs.key AND is_leaf = 1 AND (pinned = 1 OR $5 IS NULL OR stamp_ms >= $5))
        ORDER BY blob_refs.key LIMIT $2
        """,
        Row,
        after,
        request.Limit,
        request.OnlyPinned ? 1 : 0,
        request.MostBytes,
        request.ChangedSince?.ToUnixTimeMilliseconds());

    /// <summary>Files that any stored body names, by key.</summary>
    public static List<BlobReference> Named(Session session, string after, int limit) => session.All(
        $"SELECT {Columns} FROM blob_refs WHERE key > $1 AND EXISTS (SELECT 1 FROM rev_blobs WHERE rev_blobs.key = blob_refs.key) ORDER BY key LIMIT $2",
        Row,
        after,
        limit);

    /// <summary>Every file that leaves name, by key.</summary>
    public static List<BlobReference> OfLeaves(Session session) => session.All(
        $"""
        SELECT {Columns} FROM blob_refs
        WHERE EXISTS (SELECT 1 FROM rev_blobs JOIN revs USING (rev) WHERE rev_blobs.key = blob_refs.key AND is_leaf = 1)
        ORDER BY blob_refs.key
        """,
        Row);

    private static BlobReference Row(SqliteDataReader row) => new(
        BlobFileId.FromBytes(row.GetFieldValue<byte[]>(1)),
        row.GetInt32(2),
        BlobAddress.TryParse(row.GetString(0), out var manifest) ? manifest : throw new InvalidOperationException("A stored blob key is not an address."),
        row.GetInt64(3));
}

/// <summary>What the owner wishes about a file, and whether a server has it.</summary>
internal sealed record BlobWish(bool Pinned, bool Evicted, bool OnServer);
