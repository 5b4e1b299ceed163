using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Search;

/// <summary>Keeps the full-text index in step with what vault documents show, inside the transaction that changes them.</summary>
/// <remarks>The index holds no text (a contentless FTS5 table, https://sqlite.org/fts5.html#contentless_delete_tables): the words stand in the bodies already.</remarks>
internal static class SearchIndex
{
    /// <summary>Indexes what a document shows now in place of what it showed; one that is deleted is not found any more.</summary>
    public static void Replace_InTransaction(Session session, long document, DocumentBody shown, bool isNew)
    {
        if (!isNew)
        {
            session.Run("DELETE FROM search WHERE rowid = $1", document);
        }

        if (!shown.Deleted)
        {
            var words = SearchText.Of(shown);
            session.Run("INSERT INTO search (rowid, title, text) VALUES ($1, $2, $3)", document, words.Title, words.Text);
        }
    }

    /// <summary>Indexes every document of a vault that has no index yet.</summary>
    public static void Rebuild_InTransaction(Session session)
    {
        if (MetaRow.Of(session).Kind is not DatabaseKind.Vault)
        {
            return;
        }

        for (var after = 0L; ;)
        {
            var page = session.All("SELECT doc, winner FROM docs WHERE doc > $1 AND deleted = 0 ORDER BY doc LIMIT 500", static row => (Key: row.GetInt64(0), Winner: row.GetInt64(1)), after);
            foreach (var (key, winner) in page)
            {
                var shown = Bodies.Shown(session, TreeSql.Get(session, winner)) ?? throw new InvalidOperationException("A leaf has no body.");
                Replace_InTransaction(session, key, shown, isNew: true);
                after = key;
            }

            if (page.Count == 0)
            {
                return;
            }
        }
    }
}
