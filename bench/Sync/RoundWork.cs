using System.Collections.Immutable;
using System.Diagnostics;
using Aurix.Platform.Bench.Storage;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Sync;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Bench.Sync;

/// <summary>One round of a device that has opted in, in a fresh process: its host is made and its keys are opened before the clock starts.</summary>
internal static class RoundWork
{
    public static async Task<Dictionary<string, double>> RunAsync(string device)
    {
        await using var host = await OpenAsync(device);
        await host.Mediator.Send(new DescribeSync());
        var idle = Memory.Now;
        var work = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var report = await host.Mediator.Send(new SyncNow());
        return new() { ["seconds"] = watch.Elapsed.TotalSeconds, ["processor"] = (Environment.CpuUsage.TotalTime - work).TotalSeconds, ["pushed"] = report.DocumentsPushed, ["pulled"] = report.DocumentsPulled, ["idle"] = idle, ["peak"] = Memory.Peak };
    }

    /// <summary>The device's host, with its real modules.</summary>
    public static Task<AurixHost> OpenAsync(string device) =>
        new HostBuilder(new HostSettings(device, Processes.Modules, ImmutableDictionary<string, string>.Empty), NullLoggerFactory.Instance, TimeProvider.System).BuildAsync(CancellationToken.None);
}
