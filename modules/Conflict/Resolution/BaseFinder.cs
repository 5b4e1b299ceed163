using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>Finds what two versions grew from: any body with exactly the edits that they share, a stored one or one made of several (conflict.md §2.1).</summary>
/// <remarks>Not the tree's common ancestor: after merges that overlap, that one is too old, and counts edits twice (CE-4).</remarks>
internal sealed class BaseFinder(ImmutableArray<Candidate> stored, AncestorJoin join)
{
    // Criss-cross within criss-cross. Deeper than that is somebody's construction, and an older base is good enough for it.
    private const int MaxDepth = 8;

    // Each costs a merge; more than that many maximal common ancestors come from no editing.
    private const int MaxAncestors = 16;

    public Task<FoundBase> FindAsync(CausalSet shared, CancellationToken cancellationToken) => FindAsync(shared, depth: 0, cancellationToken);

    private async Task<FoundBase> FindAsync(CausalSet shared, int depth, CancellationToken cancellationToken)
    {
        if (shared.IsEmpty)
        {
            return FoundBase.NothingShared;
        }

        if (stored.Where(candidate => candidate.Body.Causes.Equals(shared)).Max(HeadRank.Ascending) is { } exact)
        {
            return new(BaseOf(exact, BaseQuality.Exact), BaseQuality.Exact);
        }

        var ancestors = Maximal(shared);
        if (depth < MaxDepth
            && ancestors.Length is > 1 and <= MaxAncestors
            && ancestors.Aggregate(CausalSet.Empty, (causes, one) => causes.Union(one.Body.Causes)).Equals(shared)
            && await JoinAsync(ancestors, depth, cancellationToken) is { } made)
        {
            return new(made, BaseQuality.Exact);
        }

        return Largest(ancestors) is { } older ? new(BaseOf(older, BaseQuality.Older), BaseQuality.Older) : FoundBase.NothingStored;
    }

    /// <summary>The stored versions within what is shared that no other such version contains; of equal ones the best. Oldest stamp first.</summary>
    private ImmutableArray<Candidate> Maximal(CausalSet shared)
    {
        var within = stored.Where(candidate => candidate.Body.Causes.IsSubsetOf(shared)).ToList();
        return
        [
            .. within.Where(candidate => !within.Any(other => candidate.Body.Causes.IsProperSubsetOf(other.Body.Causes)))
                .GroupBy(candidate => candidate.Body.Causes)
                .Select(equal => equal.Max(HeadRank.Ascending)!)
                .OrderBy(candidate => candidate.Body.Stamp)
                .ThenBy(candidate => candidate.Revision),
        ];
    }

    /// <summary>A base made of several, folded like heads, every variant kept; null when nobody can make it.</summary>
    private async Task<MergeBase?> JoinAsync(ImmutableArray<Candidate> ancestors, int depth, CancellationToken cancellationToken)
    {
        var joined = MergeSide.Of(ancestors[0]);
        foreach (var next in ancestors.Skip(1).Select(MergeSide.Of))
        {
            var below = await FindAsync(joined.Causes.Intersect(next.Causes), depth + 1, cancellationToken);
            if (await join(below.Base, joined, next, cancellationToken) is not { } outcome)
            {
                return null;
            }

            joined = MergeSide.Joined(joined, next, outcome);
        }

        return new MergeBase(joined.Head.Content, joined.Head.Attachments, BaseQuality.Exact) { Deleted = joined.Head.Deleted };
    }

    private static Candidate? Largest(ImmutableArray<Candidate> ancestors) => ancestors
        .OrderByDescending(candidate => candidate.Body.Causes.Count)
        .ThenByDescending(candidate => candidate, HeadRank.Ascending)
        .FirstOrDefault();

    private static MergeBase BaseOf(Candidate candidate, BaseQuality quality) =>
        new(candidate.Body.Content, candidate.Body.Attachments, quality) { Deleted = candidate.Body.Deleted };
}

/// <summary>Joins two common ancestors into one, keeping every variant; null when nobody can.</summary>
internal delegate Task<MergeOutcome.Merged?> AncestorJoin(MergeBase? below, MergeSide earlier, MergeSide later, CancellationToken cancellationToken);
