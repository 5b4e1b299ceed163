using System.Collections.Immutable;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Counts how often each value was met, in bounded memory.</summary>
internal sealed class Tally
{
    private const int MostValues = 4096; // ours have a few hundred; a hostile server can make up any number

    private readonly SortedDictionary<long, long> _counts = [];
    private long _others;

    public void Add(long value)
    {
        if (_counts.TryGetValue(value, out var count) || _counts.Count < MostValues)
        {
            _counts[value] = count + 1;
        }
        else
        {
            _others++;
        }
    }

    public ImmutableArray<LeakedCount> Counts =>
        [.. _counts.Select(pair => new LeakedCount(pair.Key, pair.Value)), .. _others == 0 ? [] : new LeakedCount[] { new(null, _others) }];
}
