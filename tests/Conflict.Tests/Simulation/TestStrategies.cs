using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>A strategy under another's name: what a device with another plugin, or another version of it, does.</summary>
internal sealed class Renamed(IConflictStrategy inner, string id, int version) : IConflictStrategy
{
    public StrategyInfo Info { get; } = inner.Info with { Id = id, Version = version };

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel) => inner.Merge(input, fuel);
}

/// <summary>What a rule with the option <c>deletes: by-time</c> asks for.</summary>
internal sealed class ByTime(IConflictStrategy inner) : IConflictStrategy
{
    private static readonly CanonicalJson Options = CanonicalJson.Parse("""{"deletes":"by-time"}""");

    public StrategyInfo Info => inner.Info;

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel) => inner.Merge(input with { Options = Options }, fuel);
}

/// <summary>Throws everything away, and says something else each time: the worst that a plugin can do.</summary>
internal sealed class HostileStrategy : IConflictStrategy
{
    private int _calls;

    public StrategyInfo Info { get; } = new("test.hostile", 9, Priority: 99, IsLossy: false, NeedsBase: false, "Lies.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel) =>
        new MergeOutcome.Merged(CanonicalJson.Parse($$"""{"noise":{{_calls++}}}"""), Deleted: false, DocumentBody.NoAttachments, [], []);
}

/// <summary>Works now and then.</summary>
internal sealed class ThrowingStrategy : IConflictStrategy
{
    private int _calls;

    public StrategyInfo Info { get; } = new("test.throwing", 1, Priority: 20, IsLossy: false, NeedsBase: false, "Breaks.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel) => _calls++ % 3 == 0
        ? throw new NotSupportedException("It breaks every third time.")
        : new MergeOutcome.Merged(input.Heads[0].Content, input.Heads[0].Deleted, input.Heads[0].Attachments, [], [.. input.Heads.Skip(1).Select(head => head.Revision)]);
}
