using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>The nodes of revision trees.</summary>
internal static class TreeSql
{
    private const string Columns = "rev, generation, hash, parent, trusted, is_leaf, is_tombstone, body IS NOT NULL";

    public static NodeRow? Find(Session session, long document, Revision revision) => session.First(
        $"SELECT {Columns} FROM revs WHERE doc = $1 AND generation = $2 AND hash = $3",
        Row,
        document,
        revision.Generation,
        revision.Hash.ToBytes());

    public static NodeRow Get(Session session, long node) =>
        session.First($"SELECT {Columns} FROM revs WHERE rev = $1", Row, node) ?? throw new InvalidOperationException("A tree points at a node that is not there.");

    public static List<NodeRow> All(Session session, long document) =>
        session.All($"SELECT {Columns} FROM revs WHERE doc = $1 ORDER BY generation, hash", Row, document);

    /// <summary>The leaves, winner first.</summary>
    public static List<NodeRow> Leaves(Session session, long document) => session.All(
        $"SELECT {Columns} FROM revs WHERE doc = $1 AND is_leaf = 1 ORDER BY is_tombstone, generation DESC, hash DESC",
        Row,
        document);

    /// <summary>The leaf that the document shows. A document without a leaf cannot be.</summary>
    public static NodeRow Winner(Session session, long document) => session.First(
        $"SELECT {Columns} FROM revs WHERE doc = $1 AND is_leaf = 1 ORDER BY is_tombstone, generation DESC, hash DESC LIMIT 1",
        Row,
        document) ?? throw new InvalidOperationException("A document has no leaf.");

    public static List<NodeRow> Children(Session session, long node) =>
        session.All($"SELECT {Columns} FROM revs WHERE parent = $1", Row, node);

    /// <summary>The leaves that grew out of a node; the node itself when it is one.</summary>
    public static List<NodeRow> LeavesBelow(Session session, long node) => session.All(
        $"""
        WITH RECURSIVE below (node) AS (
            SELECT $1
            UNION ALL
            SELECT revs.rev FROM revs JOIN below ON revs.parent = below.node
        )
        SELECT {Columns} FROM revs JOIN below ON revs.rev = below.node
        WHERE is_leaf = 1
        ORDER BY is_tombstone, generation DESC, hash DESC
        """,
        Row,
        node);

    /// <summary>The node and its ancestors, newest first, at most <paramref name="limit"/> of them.</summary>
    public static RevisionPath Path(Session session, NodeRow node, int limit)
    {
        if (node.Parent is null || limit <= 1)
        {
            return RevisionPath.Of(node.Revision);
        }

        var hashes = session.All(
            """
            WITH RECURSIVE above (parent, hash, depth) AS (
                SELECT parent, hash, 1 FROM revs WHERE rev = $1
                UNION ALL
                SELECT revs.parent, revs.hash, above.depth + 1 FROM revs JOIN above ON revs.rev = above.parent WHERE above.depth < $2
            )
            SELECT hash FROM above ORDER BY depth
            """,
            static row => RevisionHash.FromBytes(row.GetFieldValue<byte[]>(0)),
            node.Key,
            limit);
        return new RevisionPath(node.Revision.Generation, [.. hashes]);
    }

    public static byte[]? Body(Session session, long node) =>
        session.First("SELECT body FROM revs WHERE rev = $1", static row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), node);

    /// <summary>Adds a node. A null body makes a placeholder, of which only the name is known.</summary>
    public static long Insert(
        Session session,
        long document,
        Revision revision,
        bool isLeaf,
        bool isTombstone,
        ReadOnlyMemory<byte>? body,
        long? parent = null)
    {
        var key = MetaRow.Change_InTransaction(session, static meta => meta with { LastRevisionKey = meta.LastRevisionKey + 1 }).LastRevisionKey;
        session.Run(
            "INSERT INTO revs (rev, doc, generation, hash, parent, is_leaf, is_tombstone, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            key,
            document,
            revision.Generation,
            revision.Hash.ToBytes(),
            parent,
            isLeaf ? 1 : 0,
            isTombstone ? 1 : 0,
            body is { } bytes ? Bytes(bytes) : null);
        return key;
    }

    /// <summary>Adds a leaf below a node of the tree, on an edge that is trusted.</summary>
    public static long InsertBelow(Session session, long document, NodeRow parent, Revision revision, bool isTombstone, ReadOnlyMemory<byte> body)
    {
        var key = Insert(session, document, revision, isLeaf: true, isTombstone, body, parent.Key);
        Supersede(session, parent.Key);
        return key;
    }

    /// <summary>Hangs a node below another, which stops being a leaf.</summary>
    public static void Link(Session session, long child, long parent, bool trusted)
    {
        session.Run("UPDATE revs SET parent = $2, trusted = $3 WHERE rev = $1", child, parent, trusted ? 1 : 0);
        Supersede(session, parent);
    }

    /// <summary>The lowest and the highest generation of a document's tree. Two looks at an index.</summary>
    public static (int Lowest, int Highest) Generations(Session session, long document) => session.First(
        "SELECT (SELECT min(generation) FROM revs WHERE doc = $1), (SELECT max(generation) FROM revs WHERE doc = $1)",
        static row => (row.GetInt32(0), row.GetInt32(1)),
        document);

    /// <summary>Whether the tree does not branch at all.</summary>
    public static bool HasOneLeaf(Session session, long document) =>
        session.Number("SELECT count(*) FROM (SELECT 1 FROM revs WHERE doc = $1 AND is_leaf = 1 LIMIT 2)", document) == 1;

    /// <summary>The nodes of a document up to a generation.</summary>
    public static List<long> UpTo(Session session, long document, int generation) =>
        session.All("SELECT rev FROM revs WHERE doc = $1 AND generation <= $2", static row => row.GetInt64(0), document, generation);

    /// <summary>The oldest known ancestor of a node.</summary>
    public static NodeRow Root(Session session, NodeRow node) => session.First(
        $"""
        WITH RECURSIVE above (node, above) AS (
            SELECT rev, parent FROM revs WHERE rev = $1
            UNION ALL
            SELECT revs.rev, revs.parent FROM revs JOIN above ON revs.rev = above.above
        )
        SELECT {Columns} FROM revs WHERE rev = (SELECT node FROM above WHERE above IS NULL)
        """,
        Row,
        node.Key)!;

    /// <summary>Removes nodes, given as a JSON array of their keys, with all that is kept about them. What hung on them and stays becomes a root.</summary>
    public static void Remove(Session session, string nodes)
    {
        session.Run("UPDATE revs SET parent = NULL, trusted = 1 WHERE parent IN (SELECT value FROM json_each($1))", nodes);
        session.Run("DELETE FROM journal WHERE rev IN (SELECT value FROM json_each($1))", nodes);
        session.Run("DELETE FROM files WHERE rev IN (SELECT value FROM json_each($1))", nodes);
        session.Run("DELETE FROM rev_blobs WHERE rev IN (SELECT value FROM json_each($1))", nodes);
        session.Run("DELETE FROM revs WHERE rev IN (SELECT value FROM json_each($1))", nodes);
    }

    public static void Trust(Session session, long child) => session.Run("UPDATE revs SET trusted = 1 WHERE rev = $1", child);

    /// <summary>Takes a node off its parent. A parent left without children becomes a leaf again, or goes when nothing but its name is known.</summary>
    public static void Unlink(Session session, NodeRow child)
    {
        session.Run("UPDATE revs SET parent = NULL, trusted = 1 WHERE rev = $1", child.Key);
        if (child.Parent is not { } parent || Children(session, parent).Count > 0)
        {
            return;
        }

        var left = Get(session, parent);
        if (left.HasBody)
        {
            MakeLeaf(session, parent);
        }
        else
        {
            Unlink(session, left);
            session.Run("DELETE FROM revs WHERE rev = $1", parent);
        }
    }

    public static void MakeLeaf(Session session, long node)
    {
        session.Run("UPDATE revs SET is_leaf = 1 WHERE rev = $1", node);
        JournalSql.Remove_InTransaction(session, node);
    }

    /// <summary>Gives a placeholder, which others were built on, its body.</summary>
    public static void Fill(Session session, long node, bool isTombstone, ReadOnlyMemory<byte> body)
    {
        session.Run("UPDATE revs SET body = $2, is_tombstone = $3 WHERE rev = $1", node, Bytes(body), isTombstone ? 1 : 0);
        JournalSql.Add_InTransaction(session, node);
    }

    private static void Supersede(Session session, long node)
    {
        if (session.Run("UPDATE revs SET is_leaf = 0 WHERE rev = $1 AND is_leaf = 1", node) > 0)
        {
            JournalSql.Add_InTransaction(session, node);
        }
    }

    // Bodies are arrays of their own nearly always; copying them would cost as much as hashing them.
    private static byte[] Bytes(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : body.ToArray();

    private static NodeRow Row(SqliteDataReader row) => new(
        row.GetInt64(0),
        new Revision(row.GetInt32(1), RevisionHash.FromBytes(row.GetFieldValue<byte[]>(2))),
        row.IsDBNull(3) ? null : row.GetInt64(3),
        row.GetBoolean(4),
        row.GetBoolean(5),
        row.GetBoolean(6),
        row.GetBoolean(7));
}
