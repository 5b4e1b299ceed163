using System.Diagnostics.Metrics;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Operations;

/// <summary>The state of one host as numbers: read when somebody comes for them, from the host's own tables and from what <see cref="Readings"/> was last told.</summary>
internal sealed class HostGauges : IDisposable
{
    private const string State = "aurix.module.state";
    private const string Direction = "network.io.direction";
    private const string Remote = "aurix.sync.remote";

    private readonly Meter _meter = new(HostMeter.Name, typeof(HostGauges).Assembly.GetName().Version?.ToString(3));
    private readonly AurixHost _host;
    private readonly Readings _readings;

    public HostGauges(AurixHost host, Readings readings)
    {
        (_host, _readings) = (host, readings);
        _meter.CreateObservableUpDownCounter("aurix.module.count", Modules, "{module}", "Modules by state.");
        _meter.CreateObservableUpDownCounter("aurix.module.circuits_open", () => PerRole(generation => generation.Circuit.IsOpen ? 1 : 0), "{circuit}", "Modules that failed several times in a row and are given a rest.");
        _meter.CreateObservableUpDownCounter("aurix.module.requests_active", () => PerRole(generation => generation.Leases), "{request}", "Requests inside a module: how long its queue is.");
        _meter.CreateObservableUpDownCounter("aurix.module.old_copies", OldCopies, "{copy}", "Copies of modules that were let go and are still in memory.");
        _meter.CreateObservableGauge("aurix.sync.pending", () => Sync(sync => sync.Pending), "{change}", "Documents that changed here and are not on the server yet.");
        _meter.CreateObservableGauge("aurix.sync.last_success.age", () => Sync(sync => _readings.SinceSuccess(sync)?.TotalSeconds), "s", "How long ago a sync round last ended well.");
        _meter.CreateObservableCounter("aurix.sync.io", Bytes, "By", "Bodies of requests and answers exchanged with the server since the sync module was loaded.");
        _meter.CreateObservableCounter("aurix.sync.conflicts.merged", () => Sync<long>(sync => sync.Merged), "{conflict}", "Conflicts that sync rounds settled since the sync module was loaded.");
        _meter.CreateObservableGauge("aurix.sync.conflicts.waiting", () => Sync(sync => sync.Waiting), "{conflict}", "Conflicts that waited at the end of the last round.");
        _meter.CreateObservableGauge("aurix.sync.quarantined", () => Sync<long>(sync => sync.Quarantined), "{entry}", "Things from the server that were refused and set aside.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> PerRole(Func<Generation, long> number) =>
    [
        .. _host.Slots.Roles.Select(slot => In(slot.Role, number(slot.Current))),
        In(Roles.Extension, _host.Slots.Extensions.Values.Sum(slot => number(slot.Current))),
        In(Roles.Strategy, _host.Slots.Strategies.Values.Sum(strategy => strategy.Slot is { } slot ? number(slot.Current) : 0)),
    ];

    private IEnumerable<Measurement<long>> OldCopies()
    {
        var there = _host.Generations.OldCopies.GroupBy(copy => HostMeter.Label(copy.Role), StringComparer.Ordinal).ToDictionary(role => role.Key, role => role.Sum(copy => copy.Count), StringComparer.Ordinal);
        return _host.Slots.Roles.Select(slot => slot.Role).Concat([Roles.Extension, Roles.Strategy]).Select(role => In(role, there.GetValueOrDefault(role)));
    }

    private IEnumerable<Measurement<long>> Modules()
    {
        var states = HealthDesk.ModulesOf(_host).GroupBy(module => module.State, StringComparer.Ordinal).ToDictionary(state => state.Key, state => state.LongCount(), StringComparer.Ordinal);
        return ModuleHealth.States.Select(state => new Measurement<long>(states.GetValueOrDefault(state), new KeyValuePair<string, object?>(State, state)));
    }

    private IEnumerable<Measurement<long>> Bytes() => _readings.Sync.SelectMany(sync => (IEnumerable<Measurement<long>>)
    [
        new(sync.BytesPushed, Of(sync), new(Direction, "transmit")),
        new(sync.BytesPulled, Of(sync), new(Direction, "receive")),
    ]);

    private IEnumerable<Measurement<T>> Sync<T>(Func<SyncStatus, T?> number)
        where T : struct =>
        _readings.Sync.Select(sync => (sync, value: number(sync))).Where(read => read.value is not null).Select(read => new Measurement<T>(read.value!.Value, Of(read.sync)));

    private static KeyValuePair<string, object?> Of(SyncStatus sync) => new(Remote, sync.Remote.Value);

    private static Measurement<long> In(string role, long value) => new(value, new KeyValuePair<string, object?>(HostMeter.Role, role));
}
