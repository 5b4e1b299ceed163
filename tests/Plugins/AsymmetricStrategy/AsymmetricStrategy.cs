using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(AsymmetricStrategyModule))]

namespace Strangers;

public sealed class AsymmetricStrategyModule : StrategyModule<AsymmetricStrategy>;

/// <summary>Believes that the first head is "ours".</summary>
public sealed class AsymmetricStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.asymmetric", Version: 1, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        var merged = LaterWins.Merge(input, "replaced");
        return merged with { Content = input.Heads[0].Content };
    }
}
