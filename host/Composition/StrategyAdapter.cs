using Aurix.Platform.Conflict;
using MediatR;

namespace Aurix.Platform.Host.Composition;

/// <summary>Makes a strategy plugin, which knows no messages, answer <see cref="ResolveConflict"/>.</summary>
internal sealed class StrategyAdapter(IConflictStrategy strategy) : IRequestHandler<ResolveConflict, MergeOutcome>
{
    public Task<MergeOutcome> Handle(ResolveConflict request, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(strategy.Merge(request.Input, new MergeFuel(MergeFuel.Default)));
        }
        catch (Exception failure)
        {
            // The contract says total; one that is not has declined, and the heads stay.
            return Task.FromResult<MergeOutcome>(new MergeOutcome.Decline($"it failed with {failure.GetType().Name}"));
        }
    }
}
