using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>Joins a path to a tree, as CouchDB's <c>couch_key_tree:merge</c> does.</summary>
/// <remarks>
/// <code>
/// tree  1-a ── 2-b        path  4-d, 3-c, 2-b        result  1-a ── 2-b ── (3-c) ── 4-d
/// </code>
/// Missing ancestors become placeholders (in brackets). A root that history was cut off from gets its parent when a longer
/// path shows it; a path that meets nothing becomes a root of its own.
/// </remarks>
internal static class Grafting
{
    /// <summary>Every edge of a path is believed: a relay, which has nobody's word but the client's.</summary>
    public const int AllEdges = int.MaxValue;

    /// <summary>Adds the tip of a path as a leaf, and its ancestors as far as they are missing.</summary>
    /// <param name="session">Inside a write transaction.</param>
    /// <param name="document">The document.</param>
    /// <param name="path">Its tip is not in the tree yet.</param>
    /// <param name="trustedEdges">How many edges from the tip on are more than somebody's word.</param>
    /// <param name="isTombstone">Whether the tree marks the tip deleted.</param>
    /// <param name="body">What the tip says.</param>
    /// <returns>The tip's row.</returns>
    public static long Add_InTransaction(
        Session session,
        long document,
        RevisionPath path,
        int trustedEdges,
        bool isTombstone,
        ReadOnlyMemory<byte> body)
    {
        var tip = TreeSql.Insert(session, document, path.Tip, isLeaf: true, isTombstone, body);
        LinkAncestors_InTransaction(session, document, path, tip, trustedEdges);
        return tip;
    }

    /// <summary>Hangs the tip of a path, which is in the tree, below its ancestors.</summary>
    public static void LinkAncestors_InTransaction(Session session, long document, RevisionPath path, long tip, int trustedEdges)
    {
        var child = tip;
        var revisions = path.Revisions().ToList();
        for (var index = 1; index < revisions.Count; index++)
        {
            var known = TreeSql.Find(session, document, revisions[index]);
            var parent = known?.Key ?? TreeSql.Insert(session, document, revisions[index], isLeaf: false, isTombstone: false, body: null);
            TreeSql.Link(session, child, parent, trusted: index <= trustedEdges);
            child = parent;
            if (known?.Parent is not null)
            {
                // The path runs along a branch that is there. It may still tell more of the past than the branch knows.
                if (trustedEdges != AllEdges || Root(session, document, known, path) is not { } root || (index = revisions.IndexOf(root.Revision)) < 0)
                {
                    return;
                }

                child = root.Key;
            }
        }
    }

    /// <summary>Where the branch of a node begins; null when the path has nothing to tell from before that.</summary>
    private static NodeRow? Root(Session session, long document, NodeRow node, RevisionPath path)
    {
        var oldest = path.Start - path.Hashes.Length + 1;
        if (oldest >= node.Revision.Generation)
        {
            return null;
        }

        // The everyday case, told apart without walking: one path that already goes as far back.
        return TreeSql.Generations(session, document).Lowest <= oldest && TreeSql.HasOneLeaf(session, document) ? null : TreeSql.Root(session, node);
    }
}
