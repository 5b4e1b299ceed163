using System.Collections.Immutable;
using Aurix.Platform.Conflict.Normalisation;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Walks a page of documents that keep losers.</summary>
internal sealed class RetireParksHandler(IMediator mediator) : IRequestHandler<RetireParks, RetirementPage>
{
    private const int Page = 256; // as normalisation walks

    public async Task<RetirementPage> Handle(RetireParks request, CancellationToken cancellationToken)
    {
        var page = await mediator.Send(new ListDocuments(request.After, Page) { OnlyBranched = true, Deleted = DeletedDocuments.Included }, cancellationToken);
        if (page.Documents.IsEmpty)
        {
            return new(0, page.Next);
        }

        var trees = await mediator.Send(new ReadTrees([.. page.Documents.Select(document => document.Id)]), cancellationToken);
        var commits = trees.Select(tree => (Tree: tree, Additions: Retirement.Of(tree, request.UpTo)))
            .Where(one => !one.Additions.IsEmpty)
            .Select(one => new CommitNormalisation(one.Tree.Id, [.. one.Tree.Leaves.Select(leaf => leaf.Revision).Order()], one.Additions, Settled: true))
            .ToImmutableArray();
        if (commits.IsEmpty)
        {
            return new(0, page.Next);
        }

        // One that lost a race has just been edited; it is looked at again next time.
        var outcomes = await mediator.Send(new CommitNormalisations(commits), cancellationToken);
        return new(outcomes.OfType<NormalisationOutcome.Committed>().Sum(outcome => outcome.Added.Length), page.Next);
    }
}
