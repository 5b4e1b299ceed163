using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Normalisation;

/// <summary>Brings one document to one head: decides on the tree as it was read, and commits only if it still is (conflict.md §1.5).</summary>
internal sealed class DocumentNormaliser(IMediator mediator)
{
    // Each lost race means that somebody else's write went in. More tries than that in a row is no race; the document stays on the list.
    private const int Tries = 8;

    public async Task<Normalised> NormaliseAsync(DocumentId id, PolicyInForce policy, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if (await mediator.Send(new ReadTree(id), cancellationToken) is not { } tree)
            {
                return Normalised.Nothing;
            }

            var decision = await DecideAsync(tree, policy, cancellationToken);
            var leaves = tree.Leaves.Select(leaf => leaf.Revision).Order().ToImmutableArray();
            var outcome = await mediator.Send(new CommitNormalisation(id, leaves, decision.Additions, decision.WaitsBecause is null), cancellationToken);
            if (outcome is NormalisationOutcome.Committed)
            {
                return decision;
            }
        }

        return Normalised.Waiting(id, DocumentType.Default, "it is being written to all the time");
    }

    private async Task<Normalised> DecideAsync(DocumentTree tree, PolicyInForce policy, CancellationToken cancellationToken)
    {
        var set = HeadSet.Of(tree);
        return set.Heads.Length switch
        {
            0 => Normalised.Nothing, // only retired leaves: nothing is left to show
            1 => new Normalised(Additions.AroundTop(set), Merged: false),
            _ => await ResolveAsync(tree, set, policy, cancellationToken),
        };
    }

    private async Task<Normalised> ResolveAsync(DocumentTree tree, HeadSet set, PolicyInForce policy, CancellationToken cancellationToken)
    {
        var type = set.Heads[^1].Body.Type;
        var rule = policy.RuleFor(type);
        if (policy.Find(rule) is not { } strategy)
        {
            return Normalised.Waiting(tree.Id, type, $"the strategy '{rule}' is not loaded");
        }

        var exact = BaseFinder.Exact(tree, set.Heads);
        var input = new MergeInput(
            type,
            set.Heads.Max(head => head.Body.Schema),
            exact,
            [.. set.Heads.Select(head => new MergeHead(head.Revision, head.Body.Stamp, head.Body.Deleted, head.Body.Content, head.Body.Attachments))],
            CanonicalJson.EmptyObject);
        var outcome = await mediator.Send(new ResolveConflict(strategy.Id, input), cancellationToken);
        if (outcome is not MergeOutcome.Merged merged)
        {
            return Normalised.Waiting(tree.Id, type, Reason(outcome, strategy.Id));
        }

        var quality = exact is not null || !strategy.NeedsBase ? BaseQuality.Exact : BaseQuality.Synthetic;
        var provenance = new MergeProvenance(strategy.Id, strategy.Version, strategy.Priority, OptionsHash: "", policy.Stamp, quality, Provisional: false);
        var merge = Additions.Merge(set.Heads, merged, provenance);
        return new Normalised(Additions.AroundMerge(set, merge), Merged: true);
    }

    private static string Reason(MergeOutcome outcome, string strategy) => outcome switch
    {
        MergeOutcome.NeedsHuman needs => $"'{strategy}' asks its owner: {needs.Reason}",
        MergeOutcome.Decline decline => $"'{strategy}' declined: {decline.Reason}",
        _ => $"'{strategy}' wants copies, which this version does not make yet",
    };
}
