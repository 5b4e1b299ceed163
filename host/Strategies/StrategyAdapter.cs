using Aurix.Platform.Conflict;
using MediatR;

namespace Aurix.Platform.Host.Strategies;

/// <summary>Makes a strategy plugin, which knows no messages, answer <see cref="ResolveConflict"/>, and holds it to its contract.</summary>
/// <remarks>
/// Somebody else's strategy is tried on every call, one of ours on one call in a hundred: the law suite has tried it before, and each try costs six merges.
/// Ours is never set aside, because nobody could take its place; what it got wrong is discarded and logged. The sample goes by the hashes of what met,
/// so that every device tries the same conflicts.
/// </remarks>
internal sealed class StrategyAdapter(StrategyTrial trial, StrategyFacts facts, StrategyQuarantine quarantine) : IRequestHandler<ResolveConflict, MergeOutcome>
{
    private const int OneIn = 100; // a lower number costs time in each large sync, a higher one finds less

    public async Task<MergeOutcome> Handle(ResolveConflict request, CancellationToken cancellationToken)
    {
        if (facts.IsOurs && !IsSampled(request.Input))
        {
            return trial.AskHere(request.Input);
        }

        var verdict = await trial.RunAsync(request.Input, cancellationToken);
        if (verdict.Breach is not { } breach)
        {
            return verdict.Outcome;
        }

        quarantine.Report(facts, breach);
        return new MergeOutcome.Decline($"its result was discarded, because {breach}");
    }

    private static bool IsSampled(MergeInput input)
    {
        if (input.Purpose is not MergePurpose.Resolve)
        {
            return false; // an ancestor for another merge keeps every variant, and so not these laws
        }

        var mixed = UInt128.Zero;
        foreach (var head in input.Heads)
        {
            mixed ^= head.Revision.Hash.Value; // no order in it
        }

        return mixed % OneIn == 0;
    }
}
