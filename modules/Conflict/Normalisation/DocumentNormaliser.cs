using System.Collections.Immutable;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Conflict.Normalisation;

/// <summary>Brings documents to one head: decides on the trees as they were read, and commits each only if it still is as it was read (conflict.md §1.5).</summary>
internal sealed class DocumentNormaliser(IMediator mediator, Decider decider, Patience patience, ILogger<DocumentNormaliser> log)
{
    // Each lost race means that somebody else's write went in. More tries than that in a row is no race; the document stays on the list.
    private const int Tries = 8;

    /// <summary>A page of documents in one transaction; what lost a race is tried again.</summary>
    public async Task<ImmutableArray<Normalised>> NormaliseAsync(ImmutableArray<DocumentId> ids, PolicyInForce policy, bool isRound, CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<Normalised>();
        var open = ids;
        for (var attempt = 0; attempt < Tries && !open.IsEmpty; attempt++)
        {
            var trees = await mediator.Send(new ReadTrees(open), cancellationToken);
            var decisions = ImmutableArray.CreateBuilder<(DocumentTree Tree, Normalised Decision)>(trees.Length);
            foreach (var tree in trees)
            {
                decisions.Add((tree, await DecideAsync(tree, policy, cancellationToken)));
            }

            if (decisions.Count == 0)
            {
                return all.ToImmutable();
            }

            var outcomes = await mediator.Send(new CommitNormalisations([.. decisions.Select(decision => Commit(decision.Tree, decision.Decision))]), cancellationToken);
            var again = ImmutableArray.CreateBuilder<DocumentId>();
            foreach (var ((tree, decision), outcome) in decisions.Zip(outcomes))
            {
                if (outcome is not NormalisationOutcome.Committed)
                {
                    again.Add(tree.Id);
                    continue;
                }

                Note(tree.Id, decision, isRound);
                all.Add(decision);
            }

            open = again.ToImmutable();
        }

        all.AddRange(open.Select(id => Normalised.Waiting(id, DocumentType.Default, "it is being written to all the time")));
        return all.ToImmutable();
    }

    private static CommitNormalisation Commit(DocumentTree tree, Normalised decision) =>
        new(tree.Id, [.. tree.Leaves.Select(leaf => leaf.Revision).Order()], decision.Additions, decision.IsSettled) { Copies = decision.Copies };

    // One document that cannot be settled must not keep the others from it.
    private async Task<Normalised> DecideAsync(DocumentTree tree, PolicyInForce policy, CancellationToken cancellationToken)
    {
        try
        {
            return await decider.DecideAsync(tree, policy, cancellationToken);
        }
        catch (AurixException trouble)
        {
            ConflictLog.NotSettled(log, trouble.Message);
            return Normalised.Waiting(tree.Id, DocumentType.Default, trouble.Message);
        }
    }

    private void Note(DocumentId id, Normalised decision, bool isRound)
    {
        if (decision.WaitsBecause is { } waiting)
        {
            patience.StillWaits(id, waiting.Reason, isRound);
        }
        else
        {
            patience.Settled(id);
        }
    }
}
