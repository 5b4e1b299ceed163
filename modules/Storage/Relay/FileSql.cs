using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Relay;

/// <summary>The attachments of relay revisions.</summary>
internal static class FileSql
{
    public static void Insert(Session session, long node, ImmutableArray<StoredFile> files)
    {
        foreach (var file in files)
        {
            session.Run(
                "INSERT INTO files (rev, name, content_type, blob, length, digest, revpos) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                node,
                file.Name,
                file.ContentType,
                file.Blob.Value,
                file.Length,
                file.Digest,
                file.RevisionPosition);
        }
    }

    /// <summary>Whether any revision has this file.</summary>
    public static bool IsNamed(Session session, string blob) => session.Number("SELECT EXISTS (SELECT 1 FROM files WHERE blob = $1)", blob) > 0;

    /// <summary>By name, in ordinal order.</summary>
    public static ImmutableArray<StoredFile> Of(Session session, long node) =>
    [
        .. session.All(
            "SELECT name, content_type, blob, length, digest, revpos FROM files WHERE rev = $1 ORDER BY name",
            static row => new StoredFile(row.GetString(0), row.GetString(1), new BlobKey(row.GetString(2)), row.GetInt64(3), row.GetString(4), row.GetInt32(5)),
            node),
    ];
}
