using System.Net;
using Aurix.Platform.Host.Composition;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Operations;

/// <summary>Everything by which a process that stays can be watched, for as long as it stays: health, numbers, and where they are told.</summary>
internal sealed class Operations : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ILogger _logger;
    private Readings? _readings;
    private HostGauges? _gauges;
    private SeriesBook? _series;
    private OpsServer? _server;
    private OtlpExport? _export;
    private Task _asking = Task.CompletedTask;

    private Operations(AurixHost host, TimeProvider time)
    {
        _logger = host.Logging.CreateLogger("Aurix.Platform.Host");
        Health = new HealthDesk(host, time);
    }

    public HealthDesk Health { get; }

    /// <summary>Where health and numbers are told; null when nowhere.</summary>
    public Uri? Address => _server?.Address;

    /// <param name="host">Who is watched.</param>
    /// <param name="address">Where to listen; null for nowhere.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<Operations> OpenAsync(AurixHost host, IPEndPoint? address, TimeProvider time, CancellationToken cancellationToken)
    {
        var operations = new Operations(host, time);
        try
        {
            await operations.StartAsync(host, address, time, cancellationToken);
            return operations;
        }
        catch
        {
            await operations.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells whoever asks that nothing new is to be sent here.</summary>
    public void Stopping()
    {
        OperationsLog.Stopping(_logger);
        Health.Stopping();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _asking;
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _export?.Dispose();
        _series?.Dispose();
        _gauges?.Dispose();
        _readings?.Dispose();
        _stop.Dispose();
    }

    private async Task StartAsync(AurixHost host, IPEndPoint? address, TimeProvider time, CancellationToken cancellationToken)
    {
        _export = OtlpExport.Start(_logger);
        if (_export is null && address is null)
        {
            return; // nobody listens, and nothing is paid
        }

        var readings = _readings = new Readings(host.Mediator, time);
        _gauges = new HostGauges(host, readings);
        if (_export is not null)
        {
            _asking = readings.RefreshUntilAsync(OtlpExport.Interval, _stop.Token);
        }

        if (address is not null)
        {
            _series = new SeriesBook(HostMeter.Name, OtlpExport.RuntimeMeter);
            _server = await OpsServer.StartAsync(address, new OpsPages(Health, readings, _series), host.Logging, time, cancellationToken);
            OperationsLog.Listening(_logger, _server.Address);
        }
    }
}
