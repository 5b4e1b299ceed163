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

    public static DatabaseDescription Describe(Session session, DatabaseName name, DatabaseKind kind, long bytes)
    {
        var meta = MetaRow.Of(session);
        return session.First(
            "SELECT instance, created_ms, (SELECT ifnull(max(rev), 0) FROM revs) FROM meta",
            row => new DatabaseDescription(name, kind, row.GetString(0), row.GetInt64(1), meta.LiveDocuments, meta.DeletedDocuments, new(meta.LastSequence), bytes)
            {
                RevisionsLimit = meta.RevisionsLimit,
                LastArrival = row.GetInt64(2),
                Actor = meta.Actor,
            })!;
    }

    public static VaultId Vault(Session session) => MetaRow.Of(session).Vault ?? throw new InvalidOperationException("A relay belongs to no vault.");

    public static ActorId Actor(Session session) => MetaRow.Of(session).Actor ?? throw new InvalidOperationException("A relay has no actor.");
}
