using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Aurix.Platform.Host.Operations;

/// <summary>One instrument, with a series for each set of labels. A measurement finds its series without allocating.</summary>
internal sealed class SeriesFamily(Instrument instrument)
{
    private const int MostSeries = 2000; // labels come from closed sets; if one does not, memory must not pay for it

    private readonly ConcurrentDictionary<int, Series[]> _byHash = new();
    private readonly Lock _grow = new();
    private int _count;

    public Instrument Instrument => instrument;

    /// <summary><c>counter</c>, <c>gauge</c> or <c>histogram</c>, as Prometheus says it.</summary>
    public string Kind { get; } = Definition(instrument) switch
    {
        var type when type == typeof(Histogram<>) => "histogram",
        var type when type == typeof(Counter<>) || type == typeof(ObservableCounter<>) => "counter",
        _ => "gauge",
    };

    public IEnumerable<Series> All => _byHash.Values.SelectMany(same => same);

    private bool IsSum { get; } = Definition(instrument) is var type && (type == typeof(Counter<>) || type == typeof(UpDownCounter<>));

    private double[] Bounds { get; } = (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries?.ToArray() ?? [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        if (Find(labels) is not { } series)
        {
            return;
        }

        if (Kind == "histogram")
        {
            series.Observe(value);
        }
        else if (IsSum)
        {
            series.Add(value);
        }
        else
        {
            series.Set(value);
        }
    }

    /// <summary>Before observable instruments are asked again: what they do not tell any more is gone.</summary>
    public void Forget()
    {
        if (instrument.IsObservable)
        {
            lock (_grow)
            {
                _byHash.Clear();
                _count = 0;
            }
        }
    }

    private Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var hash = new HashCode();
        foreach (var label in labels)
        {
            hash.Add(label.Value);
        }

        var key = hash.ToHashCode();
        return Among(_byHash.GetValueOrDefault(key), labels) ?? Make(key, labels);
    }

    private static Series? Among(Series[]? same, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        foreach (var series in same ?? [])
        {
            if (series.Has(labels))
            {
                return series;
            }
        }

        return null;
    }

    private Series? Make(int key, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        lock (_grow)
        {
            var same = _byHash.GetValueOrDefault(key) ?? [];
            if (Among(same, labels) is { } there)
            {
                return there;
            }

            if (_count == MostSeries)
            {
                return null;
            }

            _count++;
            var made = new Series([.. labels], Kind == "histogram" ? Bounds : []);
            _byHash[key] = [.. same, made];
            return made;
        }
    }

    private static Type Definition(Instrument instrument) => instrument.GetType() is { IsGenericType: true } type ? type.GetGenericTypeDefinition() : typeof(object);
}
