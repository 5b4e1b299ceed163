using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(InventingStrategyModule))]

namespace Strangers;

public sealed class InventingStrategyModule : StrategyModule<InventingStrategy>;

/// <summary>Names a version that nobody has.</summary>
public sealed class InventingStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.inventing", Version: 1, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        return LaterWins.Merge(input, "replaced") with { Discarded = [new Aurix.Platform.Documents.Revision(99, default)] };
    }
}
