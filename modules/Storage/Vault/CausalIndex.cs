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
        foreach (var actor in shown.Causes.Intervals.Keys)
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

        if (shown.Dot is not { } dot)
        {
            return;
        }

        session.Run(
            "INSERT OR IGNORE INTO dots (doc, actor, number, generation, hash) VALUES ($1, $2, $3, $4, $5)",
            document,
            dot.Actor.ToString(),
            dot.Number,
            shownRevision.Generation,
            shownRevision.Hash.ToBytes());
        session.Run(
            """
            UPDATE counters SET stamp_ms = $3, stamp_counter = $4
            WHERE doc = $1 AND actor = $2 AND (stamp_ms, stamp_counter) < ($3, $4)
            """,
            document,
            dot.Actor.ToString(),
            shown.Stamp.Milliseconds,
            shown.Stamp.Counter);
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
