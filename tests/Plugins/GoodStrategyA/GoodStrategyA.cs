using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(GoodStrategyAModule))]

namespace Strangers;

public sealed class GoodStrategyAModule : StrategyModule<GoodStrategyA>;

/// <summary>Keeps its contract.</summary>
public sealed class GoodStrategyA : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.good", Version: 1, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        return LaterWins.Merge(input, "version-1");
    }
}
