using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>A document's place in the feed.</summary>
internal sealed record FeedRow(LocalSequence Sequence, DocumentId Id, string? RemoteId, long Document, long Winner, string? Type, bool IsDeleted);

/// <summary>Finds the documents of a piece of the feed, in order, no further than they are asked for. Those that <see cref="ReadChanges.Only"/> leaves out may be among them.</summary>
internal static class FeedRows
{
    /// <summary>Up to so many documents are looked up by their ids; for more, walking along the feed is no slower.</summary>
    private const int LookedUp = 1000;

    private const int Piece = 1000;
    private const string Columns = "seq, id, remote_id, doc, winner, type, deleted";

    public static IEnumerable<FeedRow> In(Session session, ReadChanges request) =>
        request.Only is { Count: <= LookedUp } few ? ByIds(session, request, few) : Along(session, request);

    /// <summary>How many come after a place in that piece.</summary>
    public static long Count(Session session, ReadChanges request, LocalSequence last)
    {
        var rest = request.Descending ? request with { Before = last } : request with { Since = last };
        return rest.Only is null
            ? session.Number("SELECT count(*) FROM docs WHERE seq > $1 AND seq < $2", rest.Since.Value, Before(rest))
            : In(session, rest).Count(row => rest.Only.Contains(row.Id));
    }

    private static IEnumerable<FeedRow> ByIds(Session session, ReadChanges request, IEnumerable<DocumentId> ids)
    {
        var rows = ids
            .Select(id => session.First($"SELECT {Columns} FROM docs WHERE id = $1 AND seq > $2 AND seq < $3", Row, id.Value, request.Since.Value, Before(request)))
            .OfType<FeedRow>();
        return request.Descending ? rows.OrderByDescending(row => row.Sequence) : rows.OrderBy(row => row.Sequence);
    }

    private static IEnumerable<FeedRow> Along(Session session, ReadChanges request)
    {
        var (since, before) = (request.Since.Value, Before(request));
        var piece = Math.Min(Piece, request.Limit + 1); // one more, to see whether there is more
        while (true)
        {
            var rows = session.All(
                $"SELECT {Columns} FROM docs WHERE seq > $1 AND seq < $2 ORDER BY seq {(request.Descending ? "DESC" : "ASC")} LIMIT $3", Row, since, before, piece);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < piece)
            {
                yield break;
            }

            (since, before) = request.Descending ? (since, rows[^1].Sequence.Value) : (rows[^1].Sequence.Value, before);
            piece = Piece;
        }
    }

    private static long Before(ReadChanges request) => request.Before?.Value ?? long.MaxValue;

    private static FeedRow Row(SqliteDataReader row) => new(
        new LocalSequence(row.GetInt64(0)),
        new DocumentId(row.GetString(1)),
        row.IsDBNull(2) ? null : row.GetString(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.GetBoolean(6));
}
