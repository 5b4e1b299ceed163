using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>The rows of documents.</summary>
internal static class DocumentSql
{
    private const string Columns = "doc, id, remote_id, ifnull(winner, 0), live_leaves, tombstone_leaves, deleted";

    public static DocumentRow? Find(Session session, DocumentId id) =>
        session.First($"SELECT {Columns} FROM docs WHERE id = $1", Row, id.Value);

    public static DocumentRow? FindRemote(Session session, string remoteId) =>
        session.First($"SELECT {Columns} FROM docs WHERE remote_id = $1", Row, remoteId);

    /// <summary>Adds a document that has no revision yet.</summary>
    public static DocumentRow Create_InTransaction(Session session, DocumentId id, string? remoteId)
    {
        var key = MetaRow.Change_InTransaction(session, static meta => meta with { LastDocumentKey = meta.LastDocumentKey + 1 }).LastDocumentKey;
        session.Run("INSERT INTO docs (doc, id, remote_id) VALUES ($1, $2, $3)", key, id.Value, remoteId);
        return new DocumentRow(key, id, remoteId, Winner: 0, LiveLeaves: 0, TombstoneLeaves: 0, IsDeleted: false);
    }

    public static void SetRemoteId(Session session, long document, string remoteId) =>
        session.Run("UPDATE docs SET remote_id = $2 WHERE doc = $1", document, remoteId);

    public static void SetUnnormalised(Session session, long document, bool unnormalised) =>
        session.Run("UPDATE docs SET needs_normalisation = $2 WHERE doc = $1 AND needs_normalisation <> $2", document, unnormalised ? 1 : 0);

    /// <summary>Brings a relay document's row in line with its tree after a change: winner, counters, and a new place in the feed.</summary>
    /// <remarks>The winner is CouchDB's: a live leaf before a tombstone, then the highest generation, then the highest hash.</remarks>
    public static LocalSequence Refresh_InTransaction(Session session, DocumentRow before)
    {
        var winner = TreeSql.Winner(session, before.Key);
        var (live, tombstones) = CountLeaves(session, before.Key);
        var sequence = Advance_InTransaction(session, before, winner.IsTombstone);
        session.Run(
            "UPDATE docs SET seq = $2, winner = $3, live_leaves = $4, tombstone_leaves = $5, deleted = $6 WHERE doc = $1",
            before.Key,
            sequence.Value,
            winner.Key,
            live,
            tombstones,
            winner.IsTombstone ? 1 : 0);
        return sequence;
    }

    public static (int Live, int Tombstones) CountLeaves(Session session, long document) => session.First(
        "SELECT count(*) - sum(is_tombstone), sum(is_tombstone) FROM revs WHERE doc = $1 AND is_leaf = 1",
        static row => (row.GetInt32(0), row.GetInt32(1)),
        document);

    /// <summary>Takes the next place in the change feed and keeps the counts of documents.</summary>
    public static LocalSequence Advance_InTransaction(Session session, DocumentRow? before, bool deleted) => new(MetaRow.Change_InTransaction(
        session,
        meta => meta with
        {
            LastSequence = meta.LastSequence + 1,
            LiveDocuments = meta.LiveDocuments + (deleted ? 0 : 1) - (before is { Winner: not 0, IsDeleted: false } ? 1 : 0),
            DeletedDocuments = meta.DeletedDocuments + (deleted ? 1 : 0) - (before is { Winner: not 0, IsDeleted: true } ? 1 : 0),
        }).LastSequence);

    private static DocumentRow Row(SqliteDataReader row) => new(
        row.GetInt64(0),
        new DocumentId(row.GetString(1)),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetInt64(3),
        row.GetInt32(4),
        row.GetInt32(5),
        row.GetBoolean(6));
}
