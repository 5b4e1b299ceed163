using System.Globalization;

namespace Aurix.Platform.Documents;

/// <summary>When an edit was made, by a clock that never runs backwards within a document: wall clock, counter, actor.</summary>
/// <remarks>
/// Hybrid logical clock after Kulkarni et al. (2014). Causality decides first, always; a stamp only orders edits that
/// did not know of each other. Unique per user edit, and inherited whole by a merge (conflict.md CE-8, CE-10).
/// </remarks>
/// <param name="Milliseconds">Unix time in milliseconds, below 2^48.</param>
/// <param name="Counter">Orders edits of one millisecond, below 2^16.</param>
/// <param name="Actor">Breaks the last tie.</param>
public readonly record struct HybridTimestamp(long Milliseconds, int Counter, ActorId Actor) : IComparable<HybridTimestamp>
{
    /// <summary>The first value of <see cref="Milliseconds"/> that does not fit.</summary>
    public const long MillisecondsLimit = 1L << 48;

    /// <summary>The first value of <see cref="Counter"/> that does not fit.</summary>
    public const int CounterLimit = 1 << 16;

    /// <summary>By time, then counter, then actor, as unsigned numbers.</summary>
    public int CompareTo(HybridTimestamp other)
    {
        if (Milliseconds != other.Milliseconds)
        {
            return Milliseconds.CompareTo(other.Milliseconds);
        }

        return Counter != other.Counter ? Counter.CompareTo(other.Counter) : Actor.CompareTo(other.Actor);
    }

    /// <summary>The wall-clock part, in UTC.</summary>
    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeMilliseconds(Milliseconds);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:yyyy-MM-ddTHH:mm:ss.fffZ}+{Counter}@{Actor}");
}
