using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(BaseBlindStrategyModule))]

namespace Strangers;

public sealed class BaseBlindStrategyModule : StrategyModule<BaseBlindStrategy>;

/// <summary>Asks for the base and does not look at it: a version that changed nothing wins over one that did.</summary>
public sealed class BaseBlindStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.blind", Version: 1, Priority: 1, IsLossy: false, NeedsBase: true, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        return LaterWins.Merge(input, "replaced");
    }
}
