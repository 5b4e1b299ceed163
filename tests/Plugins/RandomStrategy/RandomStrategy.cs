using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(RandomStrategyModule))]

namespace Strangers;

public sealed class RandomStrategyModule : StrategyModule<RandomStrategy>;

/// <summary>Throws dice.</summary>
public sealed class RandomStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.random", Version: 1, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        var merged = LaterWins.Merge(input, "replaced");
        return merged with { Content = Aurix.Platform.Documents.CanonicalJson.Parse($"{{\"lot\":\"{Guid.NewGuid():N}\"}}") };
    }
}
