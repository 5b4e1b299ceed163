namespace Aurix.Platform.Host.Operations;

/// <summary>One number, or one histogram, with its labels.</summary>
internal sealed class Series(KeyValuePair<string, object?>[] labels, double[] bounds)
{
    private readonly Lock _one = new();
    private readonly long[] _buckets = new long[bounds.Length];
    private double _value;
    private long _count;

    public IReadOnlyList<KeyValuePair<string, object?>> Labels => labels;

    public bool Has(ReadOnlySpan<KeyValuePair<string, object?>> others)
    {
        if (others.Length != labels.Length)
        {
            return false;
        }

        for (var place = 0; place < labels.Length; place++)
        {
            if (labels[place].Key != others[place].Key || !Equals(labels[place].Value, others[place].Value))
            {
                return false;
            }
        }

        return true;
    }

    public void Add(double value)
    {
        lock (_one)
        {
            _value += value;
        }
    }

    public void Set(double value)
    {
        lock (_one)
        {
            _value = value;
        }
    }

    public void Observe(double value)
    {
        lock (_one)
        {
            _count++;
            _value += value;
            for (var place = 0; place < bounds.Length; place++)
            {
                if (value <= bounds[place])
                {
                    _buckets[place]++;
                    break;
                }
            }
        }
    }

    /// <summary>The number; for a histogram the sum, how many there were, and how many up to each bound.</summary>
    public (double Value, long Count, (double Bound, long Count)[] UpTo) Read()
    {
        lock (_one)
        {
            var upTo = 0L;
            return (_value, _count, [.. bounds.Select((bound, place) => (bound, upTo += _buckets[place]))]);
        }
    }
}
