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
    public static void DropUnnamed_InTransaction(Session session) =>
        session.Run("DELETE FROM blob_refs WHERE NOT EXISTS (SELECT 1 FROM rev_blobs WHERE rev_blobs.key = blob_refs.key)");

    public static BlobReference? Find(Session session, string key) =>
        session.First($"SELECT {Columns} FROM blob_refs WHERE key = $1", Row, key);

    /// <summary>Remembers that every byte has arrived. Only a shortcut for <see cref="Wanted"/>; the blobs' own file knows.</summary>
    public static bool SetWhole_InTransaction(Session session, string key) =>
        session.Run("UPDATE blob_refs SET whole = 1 WHERE key = $1", key) > 0;

    /// <summary>Files that leaves name and that are not known to be whole, by key.</summary>
    public static List<BlobReference> Wanted(Session session, string after, int limit) => session.All(
        $"""
        SELECT {Columns} FROM blob_refs
        WHERE whole = 0 AND blob_refs.key > $1
          AND EXISTS (SELECT 1 FROM rev_blobs JOIN revs USING (rev) WHERE rev_blobs.key = blob_refs.key AND is_leaf = 1)
        ORDER BY blob_refs.key LIMIT $2
        """,
        Row,
        after,
        limit);

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
