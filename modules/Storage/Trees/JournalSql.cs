using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>The journal: which bodies something was built on, since when, and how large they are.</summary>
internal static class JournalSql
{
    /// <summary>Notes that a node is no longer what its document shows on its branch. Nothing to note when only its name is known.</summary>
    public static void Add_InTransaction(Session session, long node) => session.Run(
        "INSERT OR IGNORE INTO journal (rev, doc, superseded_ms, bytes) SELECT rev, doc, $2, length(body) FROM revs WHERE rev = $1 AND body IS NOT NULL",
        node,
        session.Now);

    public static void Remove_InTransaction(Session session, long node) => session.Run("DELETE FROM journal WHERE rev = $1", node);

    public static void Forget_InTransaction(Session session, long document) => session.Run("DELETE FROM journal WHERE doc = $1", document);
}
