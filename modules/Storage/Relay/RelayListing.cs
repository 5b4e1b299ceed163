using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Relay;

/// <summary>Lists a relay's documents (<c>_all_docs</c>) in the binary order of their ids as UTF-8. CouchDB sorts by ICU; replication never relies on it.</summary>
internal static class RelayListing
{
    private const string Columns = "docs.id, generation, hash, is_tombstone";

    public static RelayPage List(Session session, ListRelayDocuments request) => new(
        MetaRow.Of(session).LiveDocuments,
        request.Keys is { } keys ? ByKey(session, keys, request) : Range(session, request));

    private static ImmutableArray<RelayRow> ByKey(Session session, ImmutableArray<string> keys, ListRelayDocuments request) =>
    [
        .. (request.Descending ? keys.Reverse() : keys).Skip(request.Skip).Take(request.Limit).Select(key =>
            session.First($"SELECT {Columns} FROM docs JOIN revs ON revs.rev = docs.winner WHERE docs.id = $1", Row, key)
            ?? new RelayRow(key, Winner: null, IsTombstone: false)),
    ];

    private static ImmutableArray<RelayRow> Range(Session session, ListRelayDocuments request)
    {
        var (low, high) = request.Descending ? (request.To, request.From) : (request.From, request.To);
        var from = request.Descending && !request.IncludeTo ? ">" : ">=";
        var to = request.Descending || request.IncludeTo ? "<=" : "<";
        return
        [
            .. session.All(
                $"""
                SELECT {Columns} FROM docs JOIN revs ON revs.rev = docs.winner
                WHERE docs.deleted = 0
                  AND ($1 IS NULL OR docs.id {from} $1)
                  AND ($2 IS NULL OR docs.id {to} $2)
                ORDER BY docs.id {(request.Descending ? "DESC" : "ASC")}
                LIMIT $3 OFFSET $4
                """,
                Row,
                low,
                high,
                request.Limit,
                request.Skip),
        ];
    }

    private static RelayRow Row(SqliteDataReader row) => new(
        row.GetString(0),
        new Revision(row.GetInt32(1), RevisionHash.FromBytes(row.GetFieldValue<byte[]>(2))),
        row.GetBoolean(3));
}
