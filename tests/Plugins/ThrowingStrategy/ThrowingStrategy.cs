using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(ThrowingStrategyModule))]

namespace Strangers;

public sealed class ThrowingStrategyModule : StrategyModule<ThrowingStrategy>;

/// <summary>Fails on every input, with a type of its own.</summary>
public sealed class ThrowingStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.throwing", Version: 1, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        throw new StrangersOwnException();
    }
}

/// <summary>A type that must not leave the plugin.</summary>
public sealed class StrangersOwnException : Exception;
