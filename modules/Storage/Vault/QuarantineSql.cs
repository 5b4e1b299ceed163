using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Vault;

/// <summary>What was refused, by its name on the server.</summary>
internal static class QuarantineSql
{
    /// <summary>The most entries kept. A hostile server can make up names for ever; the newest ten thousand tell the owner enough.</summary>
    public const int MostEntries = 10_000;

    // The names are the server's own words and may be anything; a name longer than this names nothing.
    private const int LongestName = 1024;

    private const string Columns = "entry, remote, quarantine.remote_id, revision, code, detail, sha256, first_ms, last_ms, times, docs.id";
    private const string Rows = $"SELECT {Columns} FROM quarantine LEFT JOIN docs ON docs.remote_id = quarantine.remote_id";

    /// <summary>Records entries and answers how many were new. The same refusal again only counts up.</summary>
    public static int Add_InTransaction(Session session, ImmutableArray<QuarantineEntry> entries)
    {
        var added = 0;
        foreach (var entry in entries)
        {
            object?[] row = [entry.Remote, Cut(entry.RemoteId), Cut(entry.Revision), entry.Code, session.Now, entry.RawHash, Hidden(session, entry)];
            var isKnown = session.Run(
                """
                UPDATE quarantine SET times = times + 1, last_ms = $5, sha256 = ifnull($6, sha256), hides = ifnull($7, hides)
                WHERE remote = $1 AND remote_id = $2 AND revision = $3 AND code = $4
                """,
                row) > 0;
            if (!isKnown)
            {
                added += session.Run(
                    "INSERT INTO quarantine (remote, remote_id, revision, code, first_ms, last_ms, sha256, hides, detail) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)",
                    [.. row, Cut(entry.Detail)]);
            }
        }

        session.Run(
            "DELETE FROM quarantine WHERE entry <= (SELECT entry FROM quarantine ORDER BY entry DESC LIMIT 1 OFFSET $1)",
            MostEntries);
        return added;
    }

    /// <summary>Newest first.</summary>
    public static ImmutableArray<QuarantinedEntry> List(Session session, ListQuarantine request) =>
        [.. session.All($"{Rows} WHERE entry < $1 AND ($3 IS NULL OR code = $3) ORDER BY entry DESC LIMIT $2", Row, request.Before ?? long.MaxValue, request.Limit, request.Code)];

    public static QuarantinedEntry? Find(Session session, long number) => session.First($"{Rows} WHERE entry = $1", Row, number);

    public static long Count(Session session) => session.Number("SELECT count(*) FROM quarantine");

    public static int Forget_InTransaction(Session session, ImmutableArray<long> numbers) =>
        numbers.Sum(number => session.Run("DELETE FROM quarantine WHERE entry = $1", number));

    /// <summary>Whether settling would find anything: nearly always not, and then nothing has to be written.</summary>
    public static bool HasAny(Session session, SettleQuarantine request) =>
        session.Number("SELECT EXISTS (SELECT 1 FROM quarantine WHERE remote = $1 AND ($2 IS NULL OR code = $2))", request.Remote, request.Code) > 0;

    public static int Settle_InTransaction(Session session, SettleQuarantine request) => request.RemoteIds.Sum(id =>
        session.Run("DELETE FROM quarantine WHERE remote = $1 AND remote_id = $2 AND ($3 IS NULL OR code = $3)", request.Remote, id, request.Code));

    /// <summary>Drops what was set aside of these documents and is in its tree now, or was built on by something that is.</summary>
    public static void SettleGrafted_InTransaction(Session session, IEnumerable<string> remoteIds)
    {
        if (session.Number("SELECT EXISTS (SELECT 1 FROM quarantine)") == 0)
        {
            return;
        }

        foreach (var id in remoteIds.Distinct(StringComparer.Ordinal))
        {
            // What a server refused to take stays until it takes it: that it is here was never in doubt.
            var rows = session.All(
                "SELECT entry, revision FROM quarantine WHERE remote_id = $1 AND code <> 'PushRefused'", static row => (Entry: row.GetInt64(0), Revision: row.GetString(1)), id);
            foreach (var row in rows.Where(row => IsSettled(session, id, row.Revision)))
            {
                session.Run("DELETE FROM quarantine WHERE entry = $1", row.Entry);
            }
        }
    }

    /// <summary>Leaves that a forged delete says are superseded, one of each document, by its id.</summary>
    // CROSS JOIN: from the few that were set aside to their documents. SQLite would rather walk all documents, in every round.
    public static ImmutableArray<HiddenLeaf> ForgedDeletes(Session session, ListForgedDeletes request) =>
    [
        .. session.All(
            """
            SELECT DISTINCT docs.id, hides FROM quarantine CROSS JOIN docs USING (remote_id) LEFT JOIN heals USING (doc)
            WHERE code = 'ForgedDelete' AND hides IS NOT NULL AND docs.id > $1 AND ifnull(healed_ms, 0) < $2
            ORDER BY docs.id
            """,
            static row => new HiddenLeaf(new DocumentId(row.GetString(0)), Revision.Parse(row.GetString(1))),
            request.After?.Value ?? "",
            request.HealedBefore.ToUnixTimeMilliseconds())
            .Where(hidden => DocumentSql.Find(session, hidden.Document) is { } document && TreeSql.Find(session, document.Key, hidden.Leaf) is { IsLeaf: true })
            .DistinctBy(hidden => hidden.Document)
            .Take(request.Limit),
    ];

    public static int NoteHealed_InTransaction(Session session, ImmutableArray<DocumentId> documents) => documents.Sum(id => session.Run(
        "INSERT INTO heals (doc, healed_ms) SELECT doc, $2 FROM docs WHERE id = $1 ON CONFLICT (doc) DO UPDATE SET healed_ms = $2", id.Value, session.Now));

    // The nearest of the ancestors that a server tells which is ours. It is a hint and nothing more: it says what is worth saying again.
    private static string? Hidden(Session session, QuarantineEntry entry) =>
        entry.SaidToFollow.IsEmpty || DocumentSql.FindRemote(session, entry.RemoteId) is not { } document
            ? null
            : entry.SaidToFollow.Where(revision => TreeSql.Find(session, document.Key, revision) is { HasBody: true }).Select(revision => revision.ToString()).FirstOrDefault();

    private static bool IsSettled(Session session, string remoteId, string revision) =>
        Revision.TryParse(revision, out var parsed)
        && DocumentSql.FindRemote(session, remoteId) is { } document
        && TreeSql.Find(session, document.Key, parsed) is { } node
        && (node.HasBody || TreeSql.Children(session, node.Key).Exists(child => child is { IsTrusted: true, HasBody: true }));

    private static QuarantinedEntry Row(SqliteDataReader row) => new(
        row.GetInt64(0),
        new QuarantineEntry(row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5)) { RawHash = row.IsDBNull(6) ? null : row.GetString(6) },
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        row.GetInt64(9),
        row.IsDBNull(10) ? null : new DocumentId(row.GetString(10)));

    private static string Cut(string text) => text.Length <= LongestName ? text : text[..LongestName];
}
