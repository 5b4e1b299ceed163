using System.Collections.Immutable;
using Aurix.Platform.Conflict.Explaining;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Tells which versions met, who settled it, and which losers can be restored.</summary>
internal sealed class ListConflictsHandler(IMediator mediator, PolicyReader policies, Patience waiting) : IRequestHandler<ListConflicts, ConflictPage>
{
    public async Task<ConflictPage> Handle(ListConflicts request, CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        var page = await mediator.Send(new ListDocuments(request.After, request.Limit) { OnlyBranched = true, Deleted = DeletedDocuments.Included }, cancellationToken);
        var conflicts = ImmutableArray.CreateBuilder<ConflictDescription>();
        foreach (var summary in page.Documents)
        {
            if (await mediator.Send(new ReadTree(summary.Id), cancellationToken) is { } tree
                && Describe(summary, tree, policy) is var conflict
                && (conflict.OpenRecords > 0 || !conflict.Versions.IsEmpty)) // of losers that were given up only names are left
            {
                conflicts.Add(conflict);
            }
        }

        return new ConflictPage(conflicts.ToImmutable(), page.Next);
    }

    private ConflictDescription Describe(DocumentSummary summary, DocumentTree tree, PolicyInForce policy)
    {
        var set = HeadSet.Of(tree);
        if (set.Heads.Length > 1)
        {
            var rule = policy.RuleFor(summary.Type, summary.Id);
            var reason = waiting.ReasonFor(summary.Id) ?? (rule.IsServed ? "it has not been looked at since the versions met; sync, or wait" : $"the strategy '{rule.Rule.Strategy}' is not loaded");
            return new(summary.Id, summary.Type, summary.Revision, Settled: false, rule.Rule.Strategy, reason, [.. set.Heads.Select(Version)], OpenRecords: 0);
        }

        var losers = tree.Leaves.Where(leaf => leaf.IsTombstone).Select(leaf => leaf.Body?.Parked).OfType<ParkedRevision>().Select(Candidate.Parked);
        var merge = PastMerge.Find(tree, set)?.Merge.Body.Merge;
        return new(
            summary.Id,
            summary.Type,
            summary.Revision,
            Settled: true,
            merge is null ? null : $"{merge.Strategy} v{merge.Version}",
            Reason: null,
            [.. losers.OrderBy(loser => loser.Body.Stamp).ThenBy(loser => loser.Revision).Select(Version)],
            set.Heads.Length == 1 ? set.Heads[0].Body.OpenRecords.Length : 0);
    }

    private static ConflictVersion Version(Candidate candidate) => new(candidate.Revision, candidate.Body.Stamp, candidate.Body.Deleted);
}
