using System.Collections.Immutable;

namespace Aurix.Platform.Documents;

/// <summary>Which user edits a revision contains: for each actor, the exact intervals of its edit numbers.</summary>
/// <remarks>
/// Intervals and not a version vector, because one device may edit two unresolved branches in turn, and the second
/// does not contain the first (conflict.md CE-9). Always in normal form: actors ascending, intervals ascending,
/// disjoint and not touching. So equal sets have equal text, and equality is structural.
/// </remarks>
public sealed class CausalSet : IEquatable<CausalSet>
{
    /// <summary>Contains no edit.</summary>
    public static readonly CausalSet Empty = new([]);

    private readonly ImmutableSortedDictionary<ActorId, ImmutableArray<Interval>> _intervals;

    private CausalSet(ImmutableSortedDictionary<ActorId, ImmutableArray<Interval>> intervals) => _intervals = intervals;

    private CausalSet(IEnumerable<KeyValuePair<ActorId, ImmutableArray<Interval>>> intervals)
        : this(ImmutableSortedDictionary.CreateRange(intervals))
    {
    }

    /// <summary>A run of consecutive edit numbers, both ends included, from 1.</summary>
    public readonly record struct Interval(long From, long To);

    /// <summary>The actors in ascending order, each with its intervals in ascending order.</summary>
    public IReadOnlyDictionary<ActorId, ImmutableArray<Interval>> Intervals => _intervals;

    /// <summary>Whether no edit is contained.</summary>
    public bool IsEmpty => _intervals.IsEmpty;

    /// <summary>How many edits are contained.</summary>
    public long Count => _intervals.Values.Sum(runs => runs.Sum(run => run.To - run.From + 1));

    /// <summary>A set from intervals in normal form.</summary>
    /// <exception cref="FormatException">An interval is empty, out of order, touching its neighbour, or an actor has none.</exception>
    public static CausalSet FromNormalForm(IEnumerable<KeyValuePair<ActorId, ImmutableArray<Interval>>> intervals)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<ActorId, ImmutableArray<Interval>>();
        foreach (var (actor, runs) in intervals)
        {
            var last = -1L;
            foreach (var run in runs)
            {
                if (run.From < 1 || run.To < run.From || (last >= 0 && run.From <= last + 1))
                {
                    throw new FormatException($"The causal set of actor {actor} is not in normal form.");
                }

                last = run.To;
            }

            if (runs.IsEmpty || !all.TryAdd(actor, runs))
            {
                throw new FormatException($"The causal set names actor {actor} twice or without edits.");
            }
        }

        return new(all.ToImmutable());
    }

    /// <summary>Whether the edit is contained.</summary>
    public bool Contains(Dot dot) =>
        _intervals.TryGetValue(dot.Actor, out var runs) && runs.Any(run => run.From <= dot.Number && dot.Number <= run.To);

    /// <summary>The highest edit number of an actor that is contained, or 0.</summary>
    public long HighestOf(ActorId actor) => _intervals.TryGetValue(actor, out var runs) ? runs[^1].To : 0;

    /// <summary>This set and one more edit.</summary>
    public CausalSet With(Dot dot) => Union(new([new(dot.Actor, [new(dot.Number, dot.Number)])]));

    /// <summary>Every edit that is in one of the two.</summary>
    public CausalSet Union(CausalSet other)
    {
        var result = _intervals.ToBuilder();
        foreach (var (actor, runs) in other._intervals)
        {
            result[actor] = result.TryGetValue(actor, out var mine) ? Join(mine, runs) : runs;
        }

        return new(result.ToImmutable());
    }

    /// <summary>Every edit that is in both.</summary>
    public CausalSet Intersect(CausalSet other)
    {
        var result = ImmutableSortedDictionary.CreateBuilder<ActorId, ImmutableArray<Interval>>();
        foreach (var (actor, runs) in _intervals)
        {
            if (other._intervals.TryGetValue(actor, out var theirs) && Overlap(runs, theirs) is { IsEmpty: false } common)
            {
                result[actor] = common;
            }
        }

        return new(result.ToImmutable());
    }

    /// <summary>Whether every edit of this set is in the other: <c>this ⊆ other</c>.</summary>
    public bool IsSubsetOf(CausalSet other)
    {
        foreach (var (actor, runs) in _intervals)
        {
            if (!other._intervals.TryGetValue(actor, out var theirs)
                || !runs.All(run => theirs.Any(their => their.From <= run.From && run.To <= their.To)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether every edit of this set is in the other, and the other has more: <c>this ⊂ other</c>.</summary>
    public bool IsProperSubsetOf(CausalSet other) => IsSubsetOf(other) && !Equals(other);

    /// <inheritdoc/>
    public bool Equals(CausalSet? other)
    {
        if (other is null || _intervals.Count != other._intervals.Count)
        {
            return false;
        }

        foreach (var (actor, runs) in _intervals)
        {
            if (!other._intervals.TryGetValue(actor, out var theirs) || !runs.AsSpan().SequenceEqual(theirs.AsSpan()))
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CausalSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var (actor, runs) in _intervals)
        {
            hash.Add(actor);
            hash.Add(runs[^1]);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() =>
        "{" + string.Join(", ", _intervals.Select(pair => $"{pair.Key}:{string.Join(',', pair.Value.Select(run => run.From == run.To ? $"{run.From}" : $"{run.From}-{run.To}"))}")) + "}";

    private static ImmutableArray<Interval> Join(ImmutableArray<Interval> left, ImmutableArray<Interval> right)
    {
        var joined = ImmutableArray.CreateBuilder<Interval>();
        foreach (var run in left.Concat(right).OrderBy(run => run.From))
        {
            if (joined.Count > 0 && run.From <= joined[^1].To + 1)
            {
                joined[^1] = joined[^1] with { To = Math.Max(joined[^1].To, run.To) };
            }
            else
            {
                joined.Add(run);
            }
        }

        return joined.ToImmutable();
    }

    private static ImmutableArray<Interval> Overlap(ImmutableArray<Interval> left, ImmutableArray<Interval> right)
    {
        var common = ImmutableArray.CreateBuilder<Interval>();
        for (int l = 0, r = 0; l < left.Length && r < right.Length;)
        {
            var run = new Interval(Math.Max(left[l].From, right[r].From), Math.Min(left[l].To, right[r].To));
            if (run.From <= run.To)
            {
                common.Add(run);
            }

            _ = left[l].To < right[r].To ? l++ : r++;
        }

        return common.ToImmutable();
    }
}
