using System.Collections.Immutable;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Vault;

/// <summary>What was refused, by its name on the server.</summary>
internal static class QuarantineSql
{
    /// <summary>The most entries kept. A hostile server can make up names for ever; the newest ten thousand tell the owner enough.</summary>
    public const int MostEntries = 10_000;

    // The names are the server's own words and may be anything; a name longer than this names nothing.
    private const int LongestName = 1024;

    /// <summary>Records entries and answers how many were new. The same refusal again only counts up.</summary>
    public static int Add_InTransaction(Session session, ImmutableArray<QuarantineEntry> entries)
    {
        var added = 0;
        foreach (var entry in entries)
        {
            object[] name = [entry.Remote, Cut(entry.RemoteId), Cut(entry.Revision), entry.Code];
            if (session.Run("UPDATE quarantine SET times = times + 1 WHERE remote = $1 AND remote_id = $2 AND revision = $3 AND code = $4", name) == 0)
            {
                added += session.Run(
                    "INSERT INTO quarantine (remote, remote_id, revision, code, detail) VALUES ($1, $2, $3, $4, $5)",
                    [.. name, Cut(entry.Detail)]);
            }
        }

        session.Run(
            "DELETE FROM quarantine WHERE entry <= (SELECT entry FROM quarantine ORDER BY entry DESC LIMIT 1 OFFSET $1)",
            MostEntries);
        return added;
    }

    /// <summary>Newest first.</summary>
    public static ImmutableArray<QuarantineEntry> List(Session session, int limit) =>
    [
        .. session.All(
            "SELECT remote, remote_id, revision, code, detail FROM quarantine ORDER BY entry DESC LIMIT $1",
            static row => new QuarantineEntry(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4)),
            limit),
    ];

    private static string Cut(string text) => text.Length <= LongestName ? text : text[..LongestName];
}
