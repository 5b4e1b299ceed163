using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>Asks a strategy to join the heads of one document, two at a time where it uses a base.</summary>
internal sealed class StrategyCall(IMediator mediator)
{
    // Strategies that can make a common ancestor of several: they keep every variant then. Anybody else's might not.
    private static readonly ImmutableHashSet<string> AncestorMakers = ["aurix.json", "aurix.text"];

    private const string DefaultAncestorMaker = "aurix.json";

    /// <param name="strategy">Who is asked.</param>
    /// <param name="options">What it is told.</param>
    /// <param name="conflict">What met.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<JoinedHeads> JoinAsync(StrategyInfo strategy, CanonicalJson options, MetVersions conflict, CancellationToken cancellationToken)
    {
        if (!strategy.NeedsBase)
        {
            var heads = conflict.Heads.Select(head => MergeSide.Of(head).Head).ToImmutableArray();
            return new(await AskAsync(strategy.Id, new MergeInput(conflict.Type, conflict.Schema, null, heads, options), cancellationToken), BaseQuality.Exact);
        }

        var bases = new BaseFinder(conflict.Stored, (below, earlier, later, token) => JoinAncestorsAsync(strategy, options, conflict, below, earlier, later, token));
        return await FoldAsync(strategy, options, conflict, bases, cancellationToken);
    }

    /// <summary>In canonical order, each with what is folded so far. A three-way merge is not associative (CE-15), so the order is fixed.</summary>
    private async Task<JoinedHeads> FoldAsync(StrategyInfo strategy, CanonicalJson options, MetVersions conflict, BaseFinder bases, CancellationToken cancellationToken)
    {
        var joined = MergeSide.Of(conflict.Heads[0]);
        var quality = BaseQuality.Exact;
        var records = ImmutableArray.CreateBuilder<ConflictRecord>();
        var discarded = ImmutableArray.CreateBuilder<Revision>();
        MergeOutcome.Merged? last = null;
        foreach (var next in conflict.Heads.Skip(1).Select(MergeSide.Of))
        {
            var found = await bases.FindAsync(joined.Causes.Intersect(next.Causes), cancellationToken);
            quality = found.Quality < quality ? found.Quality : quality;
            var outcome = await AskAsync(strategy.Id, new MergeInput(conflict.Type, conflict.Schema, found.Base, [joined.Head, next.Head], options), cancellationToken);
            if (outcome is not MergeOutcome.Merged merged)
            {
                return new(outcome, quality);
            }

            records.AddRange(merged.Records);
            discarded.AddRange(merged.Discarded);
            joined = MergeSide.Joined(joined, next, merged);
            last = merged;
        }

        return new(last! with { Records = records.ToImmutable(), Discarded = [.. discarded.Distinct().Order()] }, quality);
    }

    private async Task<MergeOutcome.Merged?> JoinAncestorsAsync(
        StrategyInfo strategy, CanonicalJson options, MetVersions conflict, MergeBase? below, MergeSide earlier, MergeSide later, CancellationToken cancellationToken)
    {
        var own = AncestorMakers.Contains(strategy.Id);
        var input = new MergeInput(conflict.Type, conflict.Schema, below, [earlier.Head, later.Head], own ? options : CanonicalJson.EmptyObject) { Purpose = MergePurpose.Ancestor };
        return await AskAsync(own ? strategy.Id : DefaultAncestorMaker, input, cancellationToken) as MergeOutcome.Merged;
    }

    private async Task<MergeOutcome> AskAsync(string strategy, MergeInput input, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(new ResolveConflict(strategy, input), cancellationToken);
        }
        catch (ModuleException failure)
        {
            return new MergeOutcome.Decline(failure.Message);
        }
    }
}

/// <summary>What a strategy made of the heads.</summary>
/// <param name="Outcome">Its answer.</param>
/// <param name="Quality">How well the common ancestors were known.</param>
internal sealed record JoinedHeads(MergeOutcome Outcome, BaseQuality Quality);
