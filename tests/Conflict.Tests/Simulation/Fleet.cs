using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Strategies.Json;
using Aurix.Platform.Strategies.KeepBoth;
using Aurix.Platform.Strategies.LastWriteWins;
using Aurix.Platform.Strategies.Text;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>Which strategies the devices of a schedule have.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Rule">The strategy that serves everything.</param>
/// <param name="StrategiesOf">What a device has, by its number.</param>
internal sealed record Fleet(string Name, string Rule, Func<int, List<IConflictStrategy>> StrategiesOf)
{
    /// <summary>Whether what nobody took out has to be shown or recorded: then a word that is only in a park is a failure.</summary>
    public bool KeepsAll { get; init; }

    /// <summary>Whether the last edit shows in the end: P31.</summary>
    public bool LatestShows { get; init; }

    /// <summary>Whether a delete counts by its time like an edit. Otherwise an edit that did not know of it outlives it, and the last of both need not show.</summary>
    public bool DeletesByTime { get; init; }

    /// <summary>Whether a strategy may come to a device that lacked it.</summary>
    public IConflictStrategy? Late { get; init; }

    public static readonly ImmutableArray<Fleet> All =
    [
        new("all by fields", "aurix.json", _ => [new JsonStrategy(), new KeepBothStrategy()]) { KeepsAll = true },
        new("all by words", "aurix.text", _ => [new TextStrategy(), new JsonStrategy(), new KeepBothStrategy()]) { KeepsAll = true },
        new("all last-write-wins", "aurix.lww", _ => [new LastWriteWinsStrategy()]) { LatestShows = true },
        new("all last-write-wins, deletes by time", "aurix.lww", _ => [new ByTime(new LastWriteWinsStrategy())]) { LatestShows = true, DeletesByTime = true },
        new("all keep both", "aurix.keep-both", _ => [new KeepBothStrategy()]),
        new("two strategies under one name", "aurix.json", device => [device % 2 == 0 ? new JsonStrategy() : new Renamed(new LastWriteWinsStrategy(), "aurix.json", version: 1)]),
        new("two versions", "aurix.json", device => [device % 2 == 0 ? new JsonStrategy() : new Renamed(new JsonStrategy(), "aurix.json", version: 2)]) { KeepsAll = true },
        new("one hostile", "aurix.json", device => [device == 1 ? new Renamed(new HostileStrategy(), "aurix.json", version: 9) : new JsonStrategy()]),
        new("one that throws", "aurix.json", device => [device == 1 ? new Renamed(new ThrowingStrategy(), "aurix.json", version: 1) : new JsonStrategy(), new KeepBothStrategy()]),
        new("one without the strategy", "aurix.json", device => device == 1 ? [new KeepBothStrategy()] : [new JsonStrategy(), new KeepBothStrategy()]) { Late = new JsonStrategy() },
    ];

    public override string ToString() => Name;
}
