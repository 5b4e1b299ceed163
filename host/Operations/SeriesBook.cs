using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace Aurix.Platform.Host.Operations;

/// <summary>Adds up what the meters of this process say, from when it is made, for the page of numbers.</summary>
internal sealed class SeriesBook : IDisposable
{
    private readonly Lock _one = new(); // two readers at once would wipe what the other has just been told
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, SeriesFamily> _families = new();

    /// <param name="meters">The names of the meters to listen to.</param>
    public SeriesBook(params ImmutableArray<string> meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (meters.Contains(instrument.Meter.Name))
            {
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, static made => new SeriesFamily(made)));
            }
        };
        _listener.MeasurementsCompleted = (instrument, state) => _families.TryRemove(instrument, out _);
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((SeriesFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((SeriesFamily)family!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((SeriesFamily)family!).Record(value, tags));
        _listener.Start();
    }

    /// <summary>Writes every family as it is now, in the order of the names.</summary>
    public string Write(Func<IEnumerable<SeriesFamily>, string> write)
    {
        lock (_one)
        {
            foreach (var family in _families.Values)
            {
                family.Forget();
            }

            _listener.RecordObservableInstruments();
            return write(_families.Values.OrderBy(family => family.Instrument.Name, StringComparer.Ordinal));
        }
    }

    public void Dispose() => _listener.Dispose();
}
