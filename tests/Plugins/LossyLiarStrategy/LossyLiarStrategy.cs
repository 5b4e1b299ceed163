using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(LossyLiarStrategyModule))]

namespace Strangers;

public sealed class LossyLiarStrategyModule : StrategyModule<LossyLiarStrategy>;

/// <summary>Says that nothing gets lost, and loses.</summary>
public sealed class LossyLiarStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.liar", Version: 1, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        return LaterWins.Merge(input, "replaced") with { Records = [] };
    }
}
