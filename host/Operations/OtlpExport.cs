using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Aurix.Platform.Host.Operations;

/// <summary>Sends metrics and traces to a collector, when the environment names one as OpenTelemetry has it. Otherwise nothing leaves, and none of its code is loaded.</summary>
internal sealed class OtlpExport : IDisposable
{
    /// <summary>How often what only modules know is asked for: as often as the exporter sends would be 60 s, and a gauge that is a minute late misleads.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly MeterProvider _metrics;
    private readonly TracerProvider _traces;

    private OtlpExport()
    {
        var resource = ResourceBuilder.CreateDefault().AddService("aurix", serviceVersion: typeof(OtlpExport).Assembly.GetName().Version?.ToString(3), autoGenerateServiceInstanceId: true);
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(HostMeter.Name, RuntimeMeter).AddOtlpExporter().Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(HostMeter.Name).AddOtlpExporter().Build();
    }

    /// <summary>The runtime's own numbers: memory, collections, threads.</summary>
    public const string RuntimeMeter = "System.Runtime";

    /// <summary>Null when nobody named a collector.</summary>
    public static OtlpExport? Start(ILogger logger)
    {
        if (Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is not { Length: > 0 } endpoint)
        {
            return null;
        }

        OperationsLog.Exporting(logger, Uri.TryCreate(endpoint, UriKind.Absolute, out var address) ? address.Authority : "an address that cannot be read"); // not its user or path
        return new();
    }

    public void Dispose()
    {
        _traces.Dispose(); // sends what is left
        _metrics.Dispose();
    }
}
