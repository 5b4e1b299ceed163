using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>Makes and describes what <see cref="MetaRow"/> reads and changes.</summary>
internal static class MetaSql
{
    public static void Create(Session session, DatabaseKind kind, string instance, long created, VaultId? vault, ActorId? actor) => session.Run(
        "INSERT INTO meta (one, kind, instance, created_ms, vault, actor) VALUES (1, $1, $2, $3, $4, $5)",
        kind is DatabaseKind.Vault ? "vault" : "relay",
        instance,
        created,
        vault?.ToBytes(),
        actor?.ToString());

    public static DatabaseDescription Describe(Session session, DatabaseName name, DatabaseKind kind, long bytes) => session.First(
        "SELECT instance, created_ms, live_documents, deleted_documents, last_seq, revs_limit, (SELECT ifnull(max(rev), 0) FROM revs), actor FROM meta",
        row => new DatabaseDescription(name, kind, row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), new(row.GetInt64(4)), bytes) { RevisionsLimit = row.GetInt32(5), LastArrival = row.GetInt64(6), Actor = row.IsDBNull(7) || !ActorId.TryParse(row.GetString(7), out var actor) ? null : actor })!;

    public static VaultId Vault(Session session) => MetaRow.Of(session).Vault ?? throw new InvalidOperationException("A relay belongs to no vault.");

    public static ActorId Actor(Session session) => MetaRow.Of(session).Actor ?? throw new InvalidOperationException("A relay has no actor.");
}
