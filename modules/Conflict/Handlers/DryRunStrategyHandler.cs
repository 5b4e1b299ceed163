using System.Collections.Immutable;
using Aurix.Platform.Conflict.Explaining;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Replays past conflicts through a strategy and compares. Writes nothing.</summary>
internal sealed class DryRunStrategyHandler(IMediator mediator, PolicyReader policies, StrategyCall strategies)
    : IRequestHandler<DryRunStrategy, ImmutableArray<DryRunResult>>
{
    private const int Page = 200; // trees are read one by one; a page only bounds how many summaries are held

    public async Task<ImmutableArray<DryRunResult>> Handle(DryRunStrategy request, CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        var candidate = policy.Loaded.GetValueOrDefault(request.Strategy) ?? throw new ModuleException(
            "StrategyMissing",
            $"No conflict strategy '{request.Strategy}' is loaded.",
            $"Choose one of: {string.Join(", ", policy.Loaded.Keys.Order(StringComparer.Ordinal))}; or install its module.");
        var results = ImmutableArray.CreateBuilder<DryRunResult>();
        for (PageCursor? after = null; ;)
        {
            var list = new ListDocuments(after, Page) { OnlyBranched = true, Deleted = DeletedDocuments.Included, Order = ListOrder.Edited with { Descending = true } };
            var page = await mediator.Send(list, cancellationToken);
            foreach (var summary in page.Documents)
            {
                if (await ReplayAsync(summary.Id, candidate, request.Options, policy, cancellationToken) is { } result)
                {
                    results.Add(result);
                }

                if (results.Count == request.Limit)
                {
                    return results.ToImmutable();
                }
            }

            if (page.Next is null)
            {
                return results.ToImmutable();
            }

            after = page.Next;
        }
    }

    private async Task<DryRunResult?> ReplayAsync(DocumentId id, StrategyInfo candidate, CanonicalJson? options, PolicyInForce policy, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new ReadTree(id), cancellationToken) is not { } tree || PastMerge.Find(tree, HeadSet.Of(tree)) is not { } past)
        {
            return null;
        }

        var was = past.Merge.Body;
        var result = new DryRunResult(id, was.Type, past.Merge.Revision, $"{was.Merge!.Strategy}@{was.Merge.Version}", DryRunDifference.NotKept, null, null, 0, null);
        if (past.Replay(id) is not { } conflict)
        {
            return result;
        }

        var rule = policy.RuleFor(conflict.Type, id).Rule;
        var told = options ?? (rule.Strategy == candidate.Id ? rule.Options : CanonicalJson.EmptyObject);
        return (await strategies.JoinAsync(candidate, told, conflict, cancellationToken)).Outcome switch
        {
            MergeOutcome.Merged merged when Shows(merged, was) => result with { Difference = DryRunDifference.Same, Records = merged.Records.Length },
            MergeOutcome.Merged merged => result with { Difference = DryRunDifference.Content, Was = was.Content, Would = merged.Content, Records = merged.Records.Length },
            MergeOutcome.KeepBoth keep => result with { Difference = DryRunDifference.NoMerge, Note = $"keep {keep.Main} and make a document of each other version" },
            MergeOutcome.NeedsHuman needs => result with { Difference = DryRunDifference.NoMerge, Note = needs.Reason },
            MergeOutcome.Decline decline => result with { Difference = DryRunDifference.NoMerge, Note = decline.Reason },
            _ => throw new InvalidOperationException("A strategy answered with an outcome that the contracts do not have."),
        };
    }

    private static bool Shows(MergeOutcome.Merged merged, DocumentBody was) =>
        merged.Deleted == was.Deleted
        && merged.Content.Equals(was.Content)
        && merged.Attachments.Select(file => (file.Key, file.Value)).SequenceEqual(was.Attachments.Select(file => (file.Key, file.Value)));
}
