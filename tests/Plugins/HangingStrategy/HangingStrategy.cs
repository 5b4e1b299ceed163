using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(HangingStrategyModule))]

namespace Strangers;

public sealed class HangingStrategyModule : StrategyModule<HangingStrategy>;

/// <summary>Never answers.</summary>
public sealed class HangingStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.hanging", Version: 1, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        new ManualResetEventSlim().Wait();
        return new MergeOutcome.Decline("never said");
    }
}
