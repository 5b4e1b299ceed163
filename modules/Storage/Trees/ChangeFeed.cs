using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>Reads the change feed: each document once, under its latest change.</summary>
internal static class ChangeFeed
{
    public static ChangesBatch Read(Session session, ReadChanges request)
    {
        var rows = session.All(
            request.Descending
                ? "SELECT seq, id, remote_id, doc FROM docs WHERE seq > $1 ORDER BY seq DESC LIMIT $2"
                : "SELECT seq, id, remote_id, doc FROM docs WHERE seq > $1 ORDER BY seq LIMIT $2",
            row => (Sequence: row.GetInt64(0), Id: row.GetString(1), Remote: row.IsDBNull(2) ? null : row.GetString(2), Document: row.GetInt64(3)),
            request.Since.Value,
            request.Limit);
        if (rows.Count == 0)
        {
            // Also past changes that later ones replaced, so that a reader who is done does not look at them again.
            var newest = new LocalSequence(MetaRow.Of(session).LastSequence);
            return new ChangesBatch([], newest.CompareTo(request.Since) > 0 ? newest : request.Since, Pending: 0);
        }

        var last = rows[^1].Sequence;
        var pending = rows.Count < request.Limit
            ? 0
            : session.Number(
                request.Descending ? "SELECT count(*) FROM docs WHERE seq > $1 AND seq < $2" : "SELECT count(*) FROM docs WHERE seq > $2 AND seq > $1",
                request.Since.Value,
                last);
        return new ChangesBatch([.. rows.Select(row => Row(session, row.Sequence, row.Id, row.Remote, row.Document))], new LocalSequence(last), pending);
    }

    private static ChangeRow Row(Session session, long sequence, string id, string? remoteId, long document)
    {
        var leaves = TreeSql.Leaves(session, document);
        return new ChangeRow(
            new LocalSequence(sequence),
            new DocumentId(id),
            remoteId,
            leaves[0].Revision,
            leaves[0].IsTombstone,
            [.. leaves.Select(leaf => new LeafRow(leaf.Revision, leaf.IsTombstone))]);
    }
}
