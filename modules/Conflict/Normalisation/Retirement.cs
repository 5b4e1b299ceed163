using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Normalisation;

/// <summary>Which parks of a document may be given up: <c>R(T(L))</c>, a function of the park alone (conflict.md §2.4).</summary>
internal static class Retirement
{
    /// <param name="tree">The document.</param>
    /// <param name="upTo">The last arrival that counts.</param>
    public static ImmutableArray<TreeAddition> Of(DocumentTree tree, long upTo)
    {
        var set = HeadSet.Of(tree);
        if (set.Heads.Length != 1 || !set.Heads[0].IsLive || set.Heads[0].Body.Merge is { Provisional: true } || !Additions.AroundTop(set).IsEmpty)
        {
            return []; // something is still to be settled, or made better
        }

        var merges = tree.Nodes.Where(node => node.Body?.Merge is not null).Select(node => node.Body!).ToList();
        return
        [
            .. tree.Leaves.Where(leaf => leaf.IsTombstone && leaf.Arrival <= upTo && leaf.Body?.Parked is not null)
                .Where(leaf => MayGo(leaf.Body!.Parked!, set.Heads[0].Body, merges))
                .OrderBy(leaf => leaf.Revision)
                .Select(Retire),
        ];
    }

    private static bool MayGo(ParkedRevision parked, DocumentBody shown, List<DocumentBody> merges)
    {
        var loser = Candidate.Parked(parked);
        var joining = merges.Where(merge => merge.Parents.Contains(parked.Revision)).ToList();
        return loser.Body.Causes.IsSubsetOf(shown.Causes)
            && joining.Exists(merge => merge.Merge is { Base: BaseQuality.Exact, Provisional: false }) // a merge that is not kept here might have lacked something
            && !shown.OpenRecords.Any(record => ConflictRecordCodec.Decode(record) is not { } open || open.Variants.Any(variant => variant.Revision == parked.Revision));
    }

    private static TreeAddition Retire(TreeNode park) => new(park.Revision, IsTombstone: true, new DocumentBody
    {
        Id = park.Body!.Id,
        Type = park.Body.Type,
        Kind = DocumentBodyKind.Retire,
    });
}
