using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Lists, trees and histories of vault documents.</summary>
internal static class VaultListing
{
    /// <summary>What <see cref="Summary"/> reads, from <c>docs</c> and its winner in <c>revs</c>.</summary>
    public const string SummaryColumns = "docs.id, type, generation, hash, deleted, stamp_ms, stamp_counter, stamp_actor, live_leaves, tombstone_leaves, files";

    /// <summary>How many columns that are.</summary>
    public const int SummaryWidth = 11;

    public static ImmutableSortedDictionary<string, long> CountTypes(Session session) =>
        session.All(
            "SELECT type, count(*) FROM docs WHERE deleted = 0 GROUP BY type",
            static row => KeyValuePair.Create(row.GetString(0), row.GetInt64(1)))
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static ImmutableArray<DocumentId> Unnormalised(Session session, ListUnnormalised request) =>
    [
        .. session.All(
            "SELECT id FROM docs WHERE needs_normalisation = 1 AND id > $1 ORDER BY id LIMIT $2",
            static row => new DocumentId(row.GetString(0)),
            request.After?.Value ?? "",
            request.Limit),
    ];

    public static DocumentTree? Tree(Session session, DocumentId id)
    {
        if (DocumentSql.Find(session, id) is not { } document)
        {
            return null;
        }

        var nodes = TreeSql.All(session, document.Key);
        var byRow = nodes.ToDictionary(node => node.Key, node => node.Revision);
        return new DocumentTree(id, [.. nodes.Select(node => Node(session, node, byRow))], CausalIndex.Collisions(session, document.Key));
    }

    /// <summary>Newest generation first, then highest hash.</summary>
    public static ImmutableArray<HistoryEntry> History(Session session, DocumentId id)
    {
        if (DocumentSql.Find(session, id) is not { } document)
        {
            return [];
        }

        var nodes = TreeSql.All(session, document.Key);
        var byRow = nodes.ToDictionary(node => node.Key, node => node.Revision);
        return
        [
            .. Enumerable.Reverse(nodes).Select(node => new HistoryEntry(
                node.Revision,
                node.Parent is { } parent ? byRow[parent] : null,
                node.Key == document.Winner,
                node.IsLeaf,
                Bodies.Own(session, node.Key))),
        ];
    }

    public static GetOutcome Get(Session session, GetDocument request)
    {
        if (request.Revision is not { } revision)
        {
            return Shown(session, request.Id);
        }

        if (DocumentSql.Find(session, request.Id) is not { } document || TreeSql.Find(session, document.Key, revision) is not { } node)
        {
            return new GetOutcome.Missing();
        }

        return Bodies.Shown(session, node) is { } body
            ? new GetOutcome.Found(node.Revision, body, document.LiveLeaves)
            : new GetOutcome.Compacted();
    }

    /// <summary>What most reads ask for, in one statement.</summary>
    private static GetOutcome Shown(Session session, DocumentId id) => session.First(
        "SELECT live_leaves, generation, hash, body FROM docs JOIN revs ON revs.rev = docs.winner WHERE docs.id = $1",
        static row => new GetOutcome.Found(
            new Revision(row.GetInt32(1), RevisionHash.FromBytes(row.GetFieldValue<byte[]>(2))),
            Bodies.Shown(DocumentBodyCodec.DecodeTrusted(row.GetFieldValue<byte[]>(3))),
            row.GetInt32(0)),
        id.Value) ?? (GetOutcome)new GetOutcome.Missing();

    private static TreeNode Node(Session session, NodeRow node, Dictionary<long, Revision> byRow)
    {
        var bytes = TreeSql.Body(session, node.Key);
        return new TreeNode(
            node.Revision,
            node.Parent is { } parent ? byRow[parent] : null,
            node.IsLeaf,
            node.IsTombstone,
            bytes is null ? null : new BodyBytes(bytes),
            bytes is null ? null : DocumentBodyCodec.DecodeTrusted(bytes))
        {
            Arrival = node.Key,
        };
    }

    public static DocumentSummary Summary(SqliteDataReader row) => new(
        new DocumentId(row.GetString(0)),
        new DocumentType(row.GetString(1)),
        new Revision(row.GetInt32(2), RevisionHash.FromBytes(row.GetFieldValue<byte[]>(3))),
        row.GetBoolean(4),
        new HybridTimestamp(row.GetInt64(5), row.GetInt32(6), ActorId.TryParse(row.GetString(7), out var actor) ? actor : default),
        row.GetInt32(8),
        row.GetInt32(9),
        row.GetInt32(10));
}
