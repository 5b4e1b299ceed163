using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>The opposite of last-write-wins: what a device with another strategy in the fleet would do.</summary>
internal sealed class FirstWriteWinsStrategy : IConflictStrategy
{
    public StrategyInfo Info { get; } = new("test.first", 1, Priority: 5, IsLossy: true, NeedsBase: false, "The earliest wins.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel)
    {
        var winner = input.Heads[0];
        return new MergeOutcome.Merged(winner.Content, winner.Deleted, winner.Attachments, [], []);
    }
}

/// <summary>Throws everything away, and says something else each time: the worst that a plugin can do.</summary>
internal sealed class HostileStrategy : IConflictStrategy
{
    private int _calls;

    public StrategyInfo Info { get; } = new("test.hostile", 9, Priority: 99, IsLossy: false, NeedsBase: false, "Lies.");

    public MergeOutcome Merge(MergeInput input, MergeFuel fuel) =>
        new MergeOutcome.Merged(CanonicalJson.Parse($"[\"noise{_calls++}\"]"), Deleted: false, DocumentBody.NoAttachments, [], []);
}
