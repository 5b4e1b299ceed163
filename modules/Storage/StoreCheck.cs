using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>Looks for damage: SQLite's own check of each file, then what our tables promise about one another. Reads only.</summary>
internal static class StoreCheck
{
    /// <summary>Each counts the rows that break a promise; a sound database answers 0 to all.</summary>
    private static readonly (string Promise, string Sql)[] Promises =
    [
        ("a revision is a leaf exactly when nothing grew on it",
            "SELECT count(*) FROM revs WHERE is_leaf = EXISTS (SELECT 1 FROM revs AS child WHERE child.parent = revs.rev)"),
        ("every leaf has a body",
            "SELECT count(*) FROM revs WHERE is_leaf = 1 AND body IS NULL"),
        ("a parent is one generation older than its child and of the same document",
            "SELECT count(*) FROM revs JOIN revs AS child ON child.parent = revs.rev WHERE child.doc <> revs.doc OR child.generation <> revs.generation + 1"),
        ("every document shows its winner",
            """
            SELECT count(*) FROM docs WHERE winner IS NOT (
                SELECT rev FROM revs WHERE revs.doc = docs.doc AND is_leaf = 1 ORDER BY is_tombstone, generation DESC, hash DESC LIMIT 1)
            """),
        ("every document has a place in the change feed",
            "SELECT count(*) FROM docs WHERE seq IS NULL OR seq > (SELECT last_seq FROM meta)"),
        ("the counters of leaves are right",
            """
            SELECT count(*) FROM docs
            WHERE live_leaves <> (SELECT count(*) FROM revs WHERE revs.doc = docs.doc AND is_leaf = 1 AND is_tombstone = 0)
               OR tombstone_leaves <> (SELECT count(*) FROM revs WHERE revs.doc = docs.doc AND is_leaf = 1 AND is_tombstone = 1)
            """),
        ("the counters of documents are right",
            """
            SELECT count(*) FROM meta
            WHERE live_documents <> (SELECT count(*) FROM docs WHERE deleted = 0)
               OR deleted_documents <> (SELECT count(*) FROM docs WHERE deleted = 1)
            """),
        ("the journal lists exactly the bodies that something was built on",
            """
            SELECT count(*) FROM revs
            WHERE (is_leaf = 0 AND body IS NOT NULL) <> EXISTS (SELECT 1 FROM journal WHERE journal.rev = revs.rev)
            """),
        ("what can be searched is what documents show",
            """
            SELECT (SELECT count(*) FROM docs WHERE doc NOT IN (SELECT doc FROM search_pending)
                      AND (type IS NOT NULL AND deleted = 0) <> EXISTS (SELECT 1 FROM search_docsize WHERE search_docsize.id = docs.doc))
                 + (SELECT count(*) FROM search_docsize WHERE id NOT IN (SELECT doc FROM docs))
            """),
        ("no row points at one that is not there",
            "SELECT count(*) FROM pragma_foreign_key_check"),
    ];

    /// <summary>The findings for a database that could not even be opened.</summary>
    public static Finding Unopened(DatabaseName name, AurixException wrong) => new(false, $"database {name}", $"{wrong.Message} {wrong.NextStep}");

    /// <summary>The findings for one database.</summary>
    public static IEnumerable<Finding> Inspect(Database database)
    {
        yield return Integrity($"documents of {database.Name}", work => database.Read(work));
        yield return Integrity($"files of {database.Name}", work => database.Blobs.Inspect(work));

        var broken = database.Read(session => Promises.Select(promise => (promise.Promise, Rows: session.Number(promise.Sql))).Where(promise => promise.Rows > 0).ToList());
        yield return broken.Count == 0
            ? new Finding(true, $"revision trees of {database.Name}", "Trees, winners and counters agree.")
            : new Finding(
                false,
                $"revision trees of {database.Name}",
                $"Not so: {string.Join("; ", broken.Select(promise => $"{promise.Promise} ({promise.Rows} rows)"))}. Restore the file from a backup, or let sync rebuild it.");
    }

    private static Finding Integrity(string subject, Func<Func<Session, List<string>>, List<string>> read)
    {
        var report = read(session => session.All("PRAGMA integrity_check(10)", static row => row.GetString(0)));
        return report is ["ok"]
            ? new Finding(true, subject, "The file is sound.")
            : new Finding(false, subject, $"SQLite found damage: {string.Join("; ", report)}. Restore the file from a backup.");
    }
}
