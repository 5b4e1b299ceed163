using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>The one row that says what a database is and where it stands.</summary>
internal sealed record MetaRow : HeldRow
{
    private const string Columns = "kind, vault, actor, last_seq, live_documents, deleted_documents, clock_ms, clock_counter, revs_limit";

    public required DatabaseKind Kind { get; init; }

    public VaultId? Vault { get; init; }

    public ActorId? Actor { get; init; }

    public long LastSequence { get; init; }

    public long LiveDocuments { get; init; }

    public long DeletedDocuments { get; init; }

    public (long Milliseconds, int Counter) Clock { get; init; }

    public int RevisionsLimit { get; init; }

    /// <summary>The highest keys in use. They are counted here because what is inserted has to point at each other.</summary>
    public long LastDocumentKey { get; init; }

    public long LastRevisionKey { get; init; }

    private bool IsChanged { get; init; }

    /// <summary>The row as it stands: the transaction's own when one runs, else the stored one.</summary>
    public static MetaRow Of(Session session)
    {
        if (session.Now is null)
        {
            return Read(session);
        }

        var held = session.Held as MetaRow ?? Read(session) with
        {
            LastDocumentKey = session.Number("SELECT ifnull(max(doc), 0) FROM docs"),
            LastRevisionKey = session.Number("SELECT ifnull(max(rev), 0) FROM revs"),
        };
        session.Held = held;
        return held;
    }

    /// <summary>Changes the row for the rest of the transaction.</summary>
    public static MetaRow Change_InTransaction(Session session, Func<MetaRow, MetaRow> change)
    {
        var changed = change(Of(session)) with { IsChanged = true };
        session.Held = changed;
        return changed;
    }

    public override void Flush(Session session)
    {
        if (IsChanged)
        {
            session.Run(
                """
                UPDATE meta SET vault = $1, actor = $2, last_seq = $3, live_documents = $4, deleted_documents = $5,
                    clock_ms = $6, clock_counter = $7, revs_limit = $8
                """,
                Vault?.ToBytes(),
                Actor?.ToString(),
                LastSequence,
                LiveDocuments,
                DeletedDocuments,
                Clock.Milliseconds,
                Clock.Counter,
                RevisionsLimit);
        }
    }

    private static MetaRow Read(Session session) => session.First($"SELECT {Columns} FROM meta", Row) ?? throw new InvalidOperationException("The database does not say what it is.");

    private static MetaRow Row(SqliteDataReader row) => new()
    {
        Kind = row.GetString(0) == "vault" ? DatabaseKind.Vault : DatabaseKind.Relay,
        Vault = row.IsDBNull(1) ? null : VaultId.FromBytes(row.GetFieldValue<byte[]>(1)),
        Actor = row.IsDBNull(2) ? null
            : ActorId.TryParse(row.GetString(2), out var actor) ? actor
            : throw new InvalidOperationException("The vault's actor is not 16 hex digits."),
        LastSequence = row.GetInt64(3),
        LiveDocuments = row.GetInt64(4),
        DeletedDocuments = row.GetInt64(5),
        Clock = (row.GetInt64(6), row.GetInt32(7)),
        RevisionsLimit = row.GetInt32(8),
    };
}
