using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(TurkishStrategyModule))]

namespace Strangers;

public sealed class TurkishStrategyModule : StrategyModule<TurkishStrategy>;

/// <summary>Writes as one writes where it runs.</summary>
public sealed class TurkishStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.turkish", Version: 1, Priority: 1, IsLossy: false, NeedsBase: false, "For the host's tests.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        var merged = LaterWins.Merge(input, "replaced");
        return merged with { Content = Aurix.Platform.Documents.CanonicalJson.Parse($"{{\"title\":\"{"INBOX".ToLower(System.Globalization.CultureInfo.CurrentCulture)}\"}}") };
    }
}
