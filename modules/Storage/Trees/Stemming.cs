using System.Text.Json;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage.Trees;

/// <summary>Cuts off the far past of a tree, as CouchDB's <c>couch_key_tree:stem</c> does, so that a document edited for years stays small.</summary>
/// <remarks>
/// <code>
/// limit 3   1-a ── 2-b ── 3-c ── 4-d ── 5-e      becomes   3-c ── 4-d ── 5-e
///
///           1-a ── 2-b ── 3-c ── 4-d             stays as it is: 1-a is near 2-f
///               └─ 2-f
/// </code>
/// A node stays when some leaf is fewer than <c>limit</c> steps below it. An edge stays when both its ends do: a branch may
/// therefore hang on a node that is too far above its own leaf, because another branch keeps that node. A tree stemmed path by
/// path, as PouchDB does it, loses such an edge.
/// </remarks>
internal static class Stemming
{
    /// <summary>Removes what lies further than <paramref name="limit"/> above every leaf. Leaves never go, so winner and counts stay as they are.</summary>
    /// <param name="session">Inside a write transaction.</param>
    /// <param name="document">The document, after the change.</param>
    /// <param name="limit">How many revisions of a branch are kept.</param>
    /// <param name="keepBodies">Keeps also nodes that have a body, and what hangs below them: the vault, where retention decides about bodies.</param>
    public static void Stem_InTransaction(Session session, long document, int limit, bool keepBodies)
    {
        var (lowest, highest) = TreeSql.Generations(session, document);
        if (highest - lowest < limit)
        {
            return;
        }

        // One leaf is one path: it need not be looked at to know where it ends.
        var far = !keepBodies && TreeSql.HasOneLeaf(session, document)
            ? TreeSql.UpTo(session, document, highest - limit)
            : Far(TreeSql.All(session, document), limit, keepBodies);
        if (far.Count > 0)
        {
            TreeSql.Remove(session, JsonSerializer.Serialize(far));
        }
    }

    private static List<long> Far(List<NodeRow> tree, int limit, bool keepBodies)
    {
        // The rows come by generation: children after their parents, so backwards every node knows how near its nearest leaf is.
        var below = new Dictionary<long, int>();
        foreach (var node in Enumerable.Reverse(tree))
        {
            var nearest = node.IsLeaf ? 0 : below[node.Key];
            below[node.Key] = nearest;
            if (node.Parent is { } parent)
            {
                below[parent] = Math.Min(below.GetValueOrDefault(parent, int.MaxValue), nearest + 1);
            }
        }

        var held = new HashSet<long>();
        var far = new List<long>();
        foreach (var node in tree.Where(node => below[node.Key] >= limit))
        {
            // A body is kept with all that hangs on it: a node must not be left between a branch and nothing.
            if (keepBodies && (node.HasBody || (node.Parent is { } parent && held.Contains(parent))))
            {
                held.Add(node.Key);
            }
            else
            {
                far.Add(node.Key);
            }
        }

        return far;
    }
}
