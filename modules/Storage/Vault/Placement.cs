using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Decides how much of an ancestry that only a server told is believed (ADR 0004).</summary>
/// <remarks>
/// An envelope vouches for its parent and for nothing above. A server that lied about the rest could make a leaf of ours look
/// like somebody's ancestor, and so hide it. The truth is in the causal sets: an ancestor's edits are contained in its descendants.
/// </remarks>
internal static class Placement
{
    /// <summary>The part of the path that may be placed.</summary>
    public static RevisionPath Believe(Session session, long document, RevisionPath path, Revision? authenticatedParent, CausalSet causes)
    {
        var vouched = RevisionPath.Of(path.Tip, authenticatedParent);
        if (authenticatedParent is null || path.Parent != authenticatedParent || path.Hashes.Length <= vouched.Hashes.Length)
        {
            return vouched;
        }

        var first = true;
        foreach (var ancestor in path.Revisions().Skip(1))
        {
            var known = TreeSql.Find(session, document, ancestor);
            if (known is { IsLeaf: true } && !first && !Bodies.Causes(session, known.Key).IsSubsetOf(causes))
            {
                return vouched;
            }

            if (known?.Parent is not null)
            {
                return path; // Grafting goes no further: from here on the tree knows better.
            }

            first = false;
        }

        return path;
    }

    /// <summary>The body of a placeholder has arrived: children that a server hung below it and that do not contain its edits come off.</summary>
    public static void CutLiars_InTransaction(Session session, long node, CausalSet causes)
    {
        foreach (var child in TreeSql.Children(session, node).Where(child => !child.IsTrusted))
        {
            if (Below(session, child).Any(body => !causes.IsSubsetOf(body)))
            {
                TreeSql.Unlink(session, child);
            }
        }
    }

    /// <summary>The causal sets of the leaves that grew out of a node: each contains whatever lies truly above it.</summary>
    private static IEnumerable<CausalSet> Below(Session session, NodeRow node) =>
        TreeSql.LeavesBelow(session, node.Key).Select(leaf => Bodies.Causes(session, leaf.Key));
}
