using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Normalisation;

/// <summary>The revisions that machines write (conflict.md §1.4). Each is a function of its inputs alone: no device, no clock, no chance.</summary>
internal static class Additions
{
    /// <summary>A loser, kept whole behind a tombstone: <c>T(L)</c>. A function of the loser alone.</summary>
    public static TreeAddition Park(Candidate loser) => new(loser.Revision, IsTombstone: true, new DocumentBody
    {
        Id = loser.Body.Id,
        Type = loser.Body.Type,
        Kind = DocumentBodyKind.Park,
        Parked = new ParkedRevision(loser.Revision, CanonicalJson.FromTrusted(loser.Encoded)),
    });

    /// <summary>A parked head brought back: <c>V(L)</c>.</summary>
    public static TreeAddition Revive(Candidate head) => new(head.Revision, IsTombstone: false, head.Body with
    {
        Kind = DocumentBodyKind.Revive,
        Dot = null,
        Merge = null,
        Parents = [head.Revision],
    });

    /// <summary>The heads joined: one edge to the greatest of them, the others by name.</summary>
    public static TreeAddition Merge(ImmutableArray<Candidate> heads, MergeOutcome.Merged outcome, MergeProvenance provenance, ImmutableArray<CanonicalJson> openRecords)
    {
        var newest = heads[^1].Body; // canonical order: the latest stamp is last
        return new(heads.Max(head => head.Revision), IsTombstone: false, new DocumentBody
        {
            Id = newest.Id,
            Type = newest.Type,
            Kind = DocumentBodyKind.Merge,
            Deleted = outcome.Deleted,
            Schema = heads.Max(head => head.Body.Schema),
            Causes = heads.Aggregate(CausalSet.Empty, (causes, head) => causes.Union(head.Body.Causes)),
            Stamp = newest.Stamp, // the parents' latest, never the resolver's clock (CE-8)
            Parents = [.. heads.Select(head => head.Revision).Order()],
            Merge = provenance,
            Content = outcome.Content,
            Attachments = outcome.Attachments,
            OpenRecords = openRecords,
        });
    }

    /// <summary>Parks first, the merge last: if only a part arrives somewhere, every loser is there before what replaces it (CE-6, CE-7).</summary>
    public static ImmutableArray<TreeAddition> AroundMerge(HeadSet set, TreeAddition merge)
    {
        var covered = set.Live.Where(leaf => leaf.Body.Causes.IsSubsetOf(merge.Body.Causes));

        // The merge's tree parent stops being a leaf by itself; it needs a park only where the merge does not show the same.
        var losers = covered.Concat(set.Heads.Where(head => !head.IsLive))
            .Where(loser => loser.Revision != merge.Parent || !loser.ShowsSameAs(merge.Body))
            .Where(loser => !set.ParkedLeaves.Contains(loser.Revision))
            .DistinctBy(loser => loser.Revision)
            .OrderBy(loser => loser.Revision);
        return [.. losers.Select(Park), merge];
    }

    /// <summary>One head is left: bring it back if it is only parked, and park every live leaf that it contains.</summary>
    public static ImmutableArray<TreeAddition> AroundTop(HeadSet set)
    {
        var top = set.Heads[0];
        var parks = set.Live
            .Where(leaf => leaf.Revision != top.Revision && leaf.Body.Causes.IsSubsetOf(top.Body.Causes))
            .OrderBy(leaf => leaf.Revision)
            .Select(Park);
        return top.IsLive ? [.. parks] : [.. parks, Revive(top)];
    }
}
