using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Vault;

/// <summary>What is known of user edits beside the trees: which revision is which edit, and how far each actor has counted.</summary>
internal static class CausalIndex
{
    /// <summary>The highest edit number of an actor that any body of the document ever contained, and the actor's last own stamp in it.</summary>
    public static (long Highest, long Milliseconds, int Counter) Highest(Session session, long document, ActorId actor) => session.First(
        "SELECT highest, stamp_ms, stamp_counter FROM counters WHERE doc = $1 AND actor = $2",
        static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt32(2)),
        document,
        actor.ToString());

    /// <summary>Notes what a revision contains. <paramref name="shown"/> is its body, or what it keeps when it is a park.</summary>
    public static void Add_InTransaction(Session session, long document, Revision shownRevision, DocumentBody shown)
    {
        foreach (var actor in shown.Causes.Intervals.Keys.Where(actor => actor != shown.Dot?.Actor))
        {
            session.Run(
                """
                INSERT INTO counters (doc, actor, highest) VALUES ($1, $2, $3)
                ON CONFLICT (doc, actor) DO UPDATE SET highest = $3 WHERE highest < $3
                """,
                document,
                actor.ToString(),
                shown.Causes.HighestOf(actor));
        }

        if (shown.Dot is { } dot)
        {
            AddEdit_InTransaction(session, document, shownRevision, dot, shown.Causes.HighestOf(dot.Actor), shown.Stamp);
        }
    }

    /// <summary>Notes a user edit, and nothing else of what its body contains: enough when that is known from its parent.</summary>
    public static void AddEdit_InTransaction(Session session, long document, Revision revision, Dot dot, long highest, HybridTimestamp stamp)
    {
        session.Run(
            "INSERT OR IGNORE INTO dots (doc, actor, number, generation, hash) VALUES ($1, $2, $3, $4, $5)",
            document,
            dot.Actor.ToString(),
            dot.Number,
            revision.Generation,
            revision.Hash.ToBytes());
        session.Run(
            """
            INSERT INTO counters (doc, actor, highest, stamp_ms, stamp_counter) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (doc, actor) DO UPDATE SET
                highest = max(highest, $3),
                stamp_counter = iif((stamp_ms, stamp_counter) < ($4, $5), $5, stamp_counter),
                stamp_ms = max(stamp_ms, $4)
            """,
            document,
            dot.Actor.ToString(),
            highest,
            stamp.Milliseconds,
            stamp.Counter);
    }

    /// <summary>Forgets which revision is which edit, before all revisions get new names. The counters stay: they only ever grow.</summary>
    public static void ForgetRevisions_InTransaction(Session session, long document) =>
        session.Run("DELETE FROM dots WHERE doc = $1", document);

    /// <summary>Edits that two different revisions claim to be.</summary>
    public static ImmutableArray<Dot> Collisions(Session session, long document) =>
    [
        .. session.All(
            "SELECT actor, number FROM dots WHERE doc = $1 GROUP BY actor, number HAVING count(*) > 1 ORDER BY actor, number",
            static row => (Actor: row.GetString(0), Number: row.GetInt64(1)),
            document)
            .Select(dot => ActorId.TryParse(dot.Actor, out var actor)
                ? new Dot(actor, dot.Number)
                : throw new InvalidOperationException("The causal index names an actor that is not 16 hex digits.")),
    ];
}
