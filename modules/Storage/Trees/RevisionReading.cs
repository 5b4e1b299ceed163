using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Relay;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>Reads revisions for sending them on, and tells which ones are lacking.</summary>
internal static class RevisionReading
{
    public static ImmutableArray<StoredRevision> Read(Session session, ReadRevisions request)
    {
        // CouchDB tells no more of the past than its limit either, though an edge that another branch keeps may lead further.
        var meta = MetaRow.Of(session);
        var pathLimit = meta.Kind is DatabaseKind.Relay ? Math.Min(request.PathLimit, meta.RevisionsLimit) : request.PathLimit;
        return [.. request.Wanted.SelectMany(wanted => Read(session, wanted, pathLimit))];
    }

    /// <summary>What the database lacks of an offer; null when it lacks nothing.</summary>
    /// <remarks>
    /// A relay knows a revision as soon as it knows its name, as CouchDB does. A vault asks again for one of which it has only the name:
    /// nobody vouched for the place the name was put in, and the body will tell.
    /// </remarks>
    public static MissingRevisions? Lacking(Session session, DatabaseKind kind, RevisionOffer offer)
    {
        var document = kind is DatabaseKind.Vault
            ? DocumentSql.FindRemote(session, offer.RemoteId)
            : DocumentId.IsValid(offer.RemoteId) ? DocumentSql.Find(session, new DocumentId(offer.RemoteId)) : null;
        if (document is null)
        {
            return new MissingRevisions(offer.RemoteId, offer.Revisions, []);
        }

        var missing = offer.Revisions
            .Where(revision => TreeSql.Find(session, document.Key, revision) is not { } known || (kind is DatabaseKind.Vault && !known.HasBody))
            .ToImmutableArray();
        if (missing.IsEmpty)
        {
            return null;
        }

        var highest = missing.Max(revision => revision.Generation);
        return new MissingRevisions(
            offer.RemoteId,
            missing,
            [.. TreeSql.Leaves(session, document.Key).Select(leaf => leaf.Revision).Where(leaf => leaf.Generation < highest)]);
    }

    /// <summary>The vault document of which somebody shows an older state only; null when a revision is new here, or no leaf is lacking.</summary>
    public static DocumentId? Unshown(Session session, RevisionOffer shown)
    {
        if (DocumentSql.FindRemote(session, shown.RemoteId) is not { Winner: not 0 } document
            || TreeSql.Leaves(session, document.Key).TrueForAll(leaf => shown.Revisions.Contains(leaf.Revision)))
        {
            return null;
        }

        return shown.Revisions.All(revision => TreeSql.Find(session, document.Key, revision) is not null) ? document.Id : null;
    }

    private static IEnumerable<StoredRevision> Read(Session session, WantedRevision wanted, int pathLimit)
    {
        if (DocumentSql.Find(session, wanted.Id) is not { } document)
        {
            return [];
        }

        var nodes = wanted.Revision is not { } revision
            ? TreeSql.Leaves(session, document.Key)
            : TreeSql.Find(session, document.Key, revision) is not { } node
                ? []
                : wanted.Latest && !node.IsLeaf
                    ? TreeSql.LeavesBelow(session, node.Key)
                    : [node];
        return nodes.Select(node => Stored(session, wanted.Id, node, pathLimit));
    }

    private static StoredRevision Stored(Session session, DocumentId id, NodeRow node, int pathLimit) => new(
        id,
        TreeSql.Path(session, node, pathLimit),
        node.IsTombstone,
        TreeSql.Body(session, node.Key) is { } body ? new BodyBytes(body) : null,
        FileSql.Of(session, node.Key));
}
