using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Search;

/// <summary>The full-text index over what vault documents show (ADR 0009).</summary>
/// <remarks>
/// The transaction that changes a document marks it; taking up its words costs more than all else of a write and waits until the store has
/// nothing better to do, or until somebody searches. Mark and index are in one file, so no crash parts them.
/// The index holds no text (a contentless FTS5 table, https://sqlite.org/fts5.html#contentless_delete_tables): the words stand in the bodies already.
/// </remarks>
internal static class SearchIndex
{
    /// <summary>Notes that what a document shows has changed (I-16).</summary>
    public static void Mark_InTransaction(Session session, long document) => session.Run("INSERT OR IGNORE INTO search_pending (doc) VALUES ($1)", document);

    /// <summary>Whether a document waits to be taken up.</summary>
    public static bool IsBehind(Session session) => session.Number("SELECT EXISTS (SELECT 1 FROM search_pending)") == 1;

    /// <summary>Takes up some of the documents that wait; false when none does any more.</summary>
    public static bool TakeUp_InTransaction(Session session, int documents)
    {
        var pending = session.All(
            "SELECT search_pending.doc, docs.winner, docs.deleted FROM search_pending JOIN docs USING (doc) ORDER BY search_pending.doc LIMIT $1",
            static row => (Document: row.GetInt64(0), Winner: row.GetInt64(1), IsDeleted: row.GetBoolean(2)),
            documents);
        foreach (var (document, winner, isDeleted) in pending)
        {
            session.Run("DELETE FROM search WHERE rowid = $1", document);
            if (!isDeleted)
            {
                var shown = Bodies.ShownLeaf(session, TreeSql.Get(session, winner));
                var words = SearchText.Of(shown);
                session.Run("INSERT INTO search (rowid, title, text) VALUES ($1, $2, $3)", document, words.Title, words.Text);
            }

            session.Run("DELETE FROM search_pending WHERE doc = $1", document);
        }

        return pending.Count == documents && IsBehind(session);
    }
}
