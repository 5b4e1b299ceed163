using System.Collections.Concurrent;
using System.Collections.Immutable;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.Live;

/// <summary>What each lane of a live session is at, for whoever asks. Nothing is decided on it.</summary>
internal sealed class LiveBoard(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, LiveLane> _lanes = new(StringComparer.Ordinal);

    /// <summary>Every lane; empty while nobody follows a server.</summary>
    public ImmutableArray<LiveLane> Lanes => [.. _lanes.Values.OrderBy(lane => lane.Name, StringComparer.Ordinal)];

    public void Well(string lane)
    {
        if (!_lanes.TryGetValue(lane, out var before) || before.Problem is not null)
        {
            _lanes[lane] = new(lane, IsWell: true, Problem: null, NextTry: null, time.GetUtcNow());
        }
    }

    public void Failed(string lane, AurixException failure, DateTimeOffset nextTry) =>
        _lanes[lane] = new(lane, IsWell: false, failure.Message, nextTry, _lanes.TryGetValue(lane, out var before) && !before.IsWell ? before.Since : time.GetUtcNow());

    public void Clear() => _lanes.Clear();
}
