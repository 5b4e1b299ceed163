using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>Reads the change feed: each document once, under its latest change.</summary>
internal static class ChangeFeed
{
    /// <summary>How many rows one read looks at. More would hold a snapshot, and its caller, longer; fewer cost a rare filter more reads.</summary>
    public const int MostLookedAt = 10_000;

    public static ChangesBatch Read(Session session, DatabaseKind kind, ReadChanges request)
    {
        var filter = new ChangeFilter(session, kind, request);
        var rows = ImmutableArray.CreateBuilder<ChangeRow>();
        LocalSequence? last = null;
        var looked = 0;
        foreach (var row in FeedRows.In(session, request))
        {
            if (rows.Count == request.Limit || looked == MostLookedAt)
            {
                return new ChangesBatch(rows.ToImmutable(), last!.Value, CaughtUp: false)
                {
                    Pending = request.CountPending ? FeedRows.Count(session, request, last.Value) : null,
                };
            }

            looked++;
            last = row.Sequence;
            if (filter.Passes(row))
            {
                rows.Add(Row(session, row));
            }
        }

        return new ChangesBatch(rows.ToImmutable(), End(session, request), CaughtUp: true) { Pending = request.CountPending ? 0 : null };
    }

    private static LocalSequence End(Session session, ReadChanges request)
    {
        if (request.Descending)
        {
            return request.Since;
        }

        // Also past changes that later ones replaced, so that a reader who is done does not look at them again.
        var newest = new LocalSequence(MetaRow.Of(session).LastSequence);
        return newest.CompareTo(request.Since) > 0 ? newest : request.Since;
    }

    private static ChangeRow Row(Session session, FeedRow row)
    {
        var leaves = TreeSql.Leaves(session, row.Document);
        return new ChangeRow(
            row.Sequence,
            row.Id,
            row.RemoteId,
            leaves[0].Revision,
            leaves[0].IsTombstone,
            [.. leaves.Select(leaf => new LeafRow(leaf.Revision, leaf.IsTombstone))])
        {
            IsDeleted = row.IsDeleted,
        };
    }
}
