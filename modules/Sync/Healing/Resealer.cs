using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Healing;

/// <summary>Says again what leaves say, one generation later, so that a server can be given it anew: after a forged delete, or under newer keys.</summary>
/// <remarks>
/// What is written is a function of the leaf alone (I-8), so devices that do it apart write one revision. A live leaf gets conflict.md's
/// revive, a park a second park of the same revision; a retired leaf has nothing left to say.
/// </remarks>
internal sealed class Resealer(IMediator mediator)
{
    // Each lost race means that somebody else's write went in, and what was to be said again is mostly superseded by it.
    private const int Tries = 8;

    /// <summary>Adds a child with the same meaning to each leaf that <paramref name="which"/> chooses. Answers how many were added.</summary>
    public async Task<int> ResealAsync(IReadOnlyList<DocumentId> documents, Func<TreeNode, bool> which, CancellationToken cancellationToken)
    {
        var added = 0;
        foreach (var document in documents)
        {
            added += await ResealAsync(document, which, cancellationToken);
        }

        return added;
    }

    private async Task<int> ResealAsync(DocumentId id, Func<TreeNode, bool> which, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await mediator.Send(new ReadTree(id), cancellationToken) is not { } tree)
            {
                return 0;
            }

            var leaves = tree.Leaves.ToList();
            var additions = leaves.Where(which).Where(leaf => !Collides(tree, leaf)).OrderBy(leaf => leaf.Revision).Select(Again).OfType<TreeAddition>().ToImmutableArray();
            if (additions.IsEmpty)
            {
                return 0;
            }

            // Nobody but Conflict can tell whether several leaves are one head; it looks again, as it does after a graft.
            var settled = leaves is [{ IsTombstone: false }];
            var commit = new CommitNormalisation(id, [.. leaves.Select(leaf => leaf.Revision).Order()], additions, settled);
            if (await mediator.Send(commit, cancellationToken) is NormalisationOutcome.Committed)
            {
                return additions.Length;
            }
        }

        return 0;
    }

    // Two edits under one name are told apart by it until Conflict has joined them; their children would not carry it.
    private static bool Collides(DocumentTree tree, TreeNode leaf) => leaf.Body?.Dot is { } dot && tree.Collisions.Contains(dot);

    private static TreeAddition? Again(TreeNode leaf) => leaf.Body?.Kind switch
    {
        null or DocumentBodyKind.Retire => null,
        DocumentBodyKind.Park => new(leaf.Revision, IsTombstone: true, leaf.Body),
        _ => new(leaf.Revision, IsTombstone: false, leaf.Body with { Kind = DocumentBodyKind.Revive, Dot = null, Merge = null, Parents = [leaf.Revision] }),
    };
}
