using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Heads;

/// <summary>What a document's tree comes down to: the revisions that nothing else contains, decided on causal sets and never on the tree's shape.</summary>
/// <param name="Heads">Best of each class of equal sets, ascending by stamp and revision: the canonical order.</param>
/// <param name="Live">All live leaves.</param>
/// <param name="ParkedLeaves">The revisions that already have a park as a leaf.</param>
internal sealed record HeadSet(ImmutableArray<Candidate> Heads, ImmutableArray<Candidate> Live, ImmutableHashSet<Revision> ParkedLeaves)
{
    /// <summary>Reads the heads off a tree (conflict.md §1.5, the first four lines of <c>normalise</c>).</summary>
    public static HeadSet Of(DocumentTree tree)
    {
        var live = tree.Leaves.Where(node => node is { IsTombstone: false, Body: not null }).Select(Candidate.Live).ToImmutableArray();
        var parked = tree.Leaves.Where(node => node.IsTombstone).Select(node => node.Body?.Parked).OfType<ParkedRevision>().ToList();

        // A park that outran its merge is a head: nothing alive contains its edits yet.
        var uncovered = parked.Select(Candidate.Parked).Where(candidate => !live.Any(leaf => candidate.Body.Causes.IsSubsetOf(leaf.Body.Causes)));
        var candidates = live.Concat(uncovered).DistinctBy(candidate => candidate.Revision).ToList();

        var maximal = candidates.Where(candidate => !candidates.Any(other => IsDominatedBy(candidate, other, tree.Collisions))).ToList();
        var heads = Classes(maximal, tree.Collisions)
            .Select(equal => equal.Max(HeadRank.Ascending)!)
            .OrderBy(head => head.Body.Stamp)
            .ThenBy(head => head.Revision)
            .ToImmutableArray();
        return new(heads, live, [.. parked.Select(park => park.Revision)]);
    }

    /// <summary>Whether <paramref name="other"/> contains every edit of <paramref name="candidate"/> and more.</summary>
    private static bool IsDominatedBy(Candidate candidate, Candidate other, ImmutableArray<Dot> collisions) =>
        candidate.Body.Causes.IsProperSubsetOf(other.Body.Causes) && !Collides(candidate, other, collisions);

    // Two different edits with one name: containing the name proves nothing, unless the other says that it saw this very revision.
    private static bool Collides(Candidate candidate, Candidate other, ImmutableArray<Dot> collisions) =>
        candidate.Body.Dot is { } dot && collisions.Contains(dot) && !other.Body.Parents.Contains(candidate.Revision);

    private static IEnumerable<List<Candidate>> Classes(List<Candidate> maximal, ImmutableArray<Dot> collisions)
    {
        var classes = new List<List<Candidate>>();
        foreach (var candidate in maximal)
        {
            var mine = classes.Find(members => members.TrueForAll(member =>
                member.Body.Causes.Equals(candidate.Body.Causes) && !Collides(candidate, member, collisions) && !Collides(member, candidate, collisions)));
            if (mine is null)
            {
                classes.Add([candidate]);
            }
            else
            {
                mine.Add(candidate);
            }
        }

        return classes;
    }
}
