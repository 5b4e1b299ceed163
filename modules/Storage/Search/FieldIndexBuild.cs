using Aurix.Platform.Storage.Fields;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Search;

/// <summary>Brings the declared fields of a vault in line with the configuration: drops what is no longer declared, builds what is new.</summary>
/// <remarks>
/// In short transactions, so that others can write meanwhile. A field is declared first and from then on kept in step by every write; then the
/// documents of before are added; only then is it used. A crash in between leaves it unused, and the next start builds it again.
/// </remarks>
internal static class FieldIndexBuild
{
    // Rows a transaction. More hold the write lock longer, fewer cost more trips to the disk.
    private const int Step = 1000;

    public static async Task RunAsync(Database vault, IReadOnlyCollection<FieldPath> wanted, CancellationToken cancellationToken)
    {
        var declared = vault.Read(FieldIndex.Declared);
        foreach (var field in declared.Where(field => !wanted.Contains(field.Path)))
        {
            await DropAsync(vault, field.Key, cancellationToken);
        }

        foreach (var path in wanted.Where(path => !declared.Any(field => field.IsBuilt && field.Path.Equals(path))))
        {
            await BuildAsync(vault, path, cancellationToken);
        }
    }

    private static async Task DropAsync(Database vault, long field, CancellationToken cancellationToken)
    {
        await vault.WriteAsync((session, _) => session.Run("UPDATE field_indexes SET built = 0 WHERE field = $1", field), cancellationToken);
        while (await vault.WriteAsync(
            (session, _) => session.Run("DELETE FROM field_values WHERE (field, value, doc) IN (SELECT field, value, doc FROM field_values WHERE field = $1 LIMIT $2)", field, Step),
            cancellationToken) > 0)
        {
        }

        // What was written since the last look goes with it.
        await vault.WriteAsync(
            (session, _) =>
            {
                session.Run("DELETE FROM field_values WHERE field = $1", field);
                return session.Run("DELETE FROM field_indexes WHERE field = $1", field);
            },
            cancellationToken);
    }

    private static async Task BuildAsync(Database vault, FieldPath path, CancellationToken cancellationToken)
    {
        await vault.WriteAsync((session, _) => session.Run("INSERT OR IGNORE INTO field_indexes (path) VALUES ($1)", path.ToString()), cancellationToken);
        long? after = 0;
        while (after is { } from)
        {
            after = await vault.WriteAsync((session, _) => Add_InTransaction(session, path, from), cancellationToken);
        }

        await vault.WriteAsync((session, _) => session.Run("UPDATE field_indexes SET built = 1 WHERE path = $1", path.ToString()), cancellationToken);
    }

    /// <returns>The last document that was added, null when there are no more.</returns>
    private static long? Add_InTransaction(Session session, FieldPath path, long after)
    {
        var fields = FieldIndex.Declared(session).RemoveAll(field => !field.Path.Equals(path));
        var page = session.All(
            "SELECT doc, winner FROM docs WHERE doc > $1 AND deleted = 0 ORDER BY doc LIMIT $2",
            static row => (Key: row.GetInt64(0), Winner: row.GetInt64(1)),
            after,
            Step);
        foreach (var (key, winner) in page)
        {
            FieldIndex.Add_InTransaction(session, key, Bodies.ShownLeaf(session, TreeSql.Get(session, winner)), fields);
        }

        return page.Count == 0 ? null : page[^1].Key;
    }
}
