using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(GoodStrategyBModule))]

namespace Strangers;

public sealed class GoodStrategyBModule : StrategyModule<GoodStrategyB>;

/// <summary>The same strategy, one version on.</summary>
public sealed class GoodStrategyB : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.good", Version: 2, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        return LaterWins.Merge(input, "version-2");
    }
}
