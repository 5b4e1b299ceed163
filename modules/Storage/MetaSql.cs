using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>The one row that says what a database is.</summary>
internal static class MetaSql
{
    public static void Create(Session session, DatabaseKind kind, string instance, long created, VaultId? vault, ActorId? actor) => session.Run(
        "INSERT INTO meta (one, kind, instance, created_ms, vault, actor) VALUES (1, $1, $2, $3, $4, $5)",
        kind is DatabaseKind.Vault ? "vault" : "relay",
        instance,
        created,
        vault?.ToBytes(),
        actor?.ToString());

    public static DatabaseKind Kind(Session session) =>
        session.First("SELECT kind FROM meta", static row => row.GetString(0)) == "vault" ? DatabaseKind.Vault : DatabaseKind.Relay;

    public static DatabaseDescription Describe(Session session, DatabaseName name, DatabaseKind kind, long bytes) => session.First(
        "SELECT instance, created_ms, live_documents, deleted_documents, last_seq FROM meta",
        row => new DatabaseDescription(name, kind, row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), new(row.GetInt64(4)), bytes))!;

    public static LocalSequence LastSequence(Session session) => new(session.Number("SELECT last_seq FROM meta"));

    public static long LiveDocuments(Session session) => session.Number("SELECT live_documents FROM meta");

    /// <summary>Takes the next place in the change feed and keeps the counts of documents.</summary>
    public static LocalSequence Advance(Session session, int live, int deleted) => new(session.Number(
        "UPDATE meta SET last_seq = last_seq + 1, live_documents = live_documents + $1, deleted_documents = deleted_documents + $2 RETURNING last_seq",
        live,
        deleted));

    public static VaultId Vault(Session session) => VaultId.FromBytes(session.First("SELECT vault FROM meta", static row => row.GetFieldValue<byte[]>(0)));

    public static void SetVault(Session session, VaultId vault) => session.Run("UPDATE meta SET vault = $1", vault.ToBytes());

    public static ActorId Actor(Session session) =>
        ActorId.TryParse(session.First("SELECT actor FROM meta", static row => row.GetString(0)), out var actor)
            ? actor
            : throw new InvalidOperationException("The vault's actor is not 16 hex digits.");

    public static void SetActor(Session session, ActorId actor) => session.Run("UPDATE meta SET actor = $1", actor.ToString());

    public static (long Milliseconds, int Counter) Clock(Session session) =>
        session.First("SELECT clock_ms, clock_counter FROM meta", static row => (row.GetInt64(0), row.GetInt32(1)));

    public static void SetClock(Session session, long milliseconds, int counter) =>
        session.Run("UPDATE meta SET clock_ms = $1, clock_counter = $2", milliseconds, counter);
}
