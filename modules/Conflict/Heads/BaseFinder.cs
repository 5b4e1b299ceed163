using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Heads;

/// <summary>Finds what the heads grew from: a stored body with exactly the edits that they share (conflict.md §2.1).</summary>
/// <remarks>Not the tree's common ancestor: after merges that overlap, that one is too old, and counts edits twice (CE-4).</remarks>
internal static class BaseFinder
{
    public static MergeBase? Exact(DocumentTree tree, IReadOnlyList<Candidate> heads)
    {
        var shared = heads.Skip(1).Aggregate(heads[0].Body.Causes, (causes, head) => causes.Intersect(head.Body.Causes));
        if (shared.IsEmpty)
        {
            return null;
        }

        var stored = tree.Nodes.Where(node => node is { IsTombstone: false, Body: not null }).Select(Candidate.Live)
            .Concat(tree.Nodes.Select(node => node.Body?.Parked).OfType<ParkedRevision>().Select(Candidate.Parked));
        return stored.Where(candidate => candidate.Body.Causes.Equals(shared)).Max(HeadRank.Ascending) is { } best
            ? new MergeBase(best.Body.Content, best.Body.Attachments, BaseQuality.Exact)
            : null;
    }
}
