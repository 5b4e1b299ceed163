using System.Globalization;
using Aurix.Platform.Bench.Storage;
using ScottPlot;

namespace Aurix.Platform.Bench.Sync;

/// <summary>A first sync, up and down, as the vault grows to a million documents of 1 KB: time and memory.</summary>
internal static class SyncScale
{
    private static readonly int[] Sizes = [10_000, 30_000, 100_000, 300_000, 1_000_000];

    public static async Task RunAsync(string[] numbers)
    {
        var largest = numbers is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Sizes[^1];
        using var sender = new TemporaryFolder();
        var rows = new List<(int Size, Dictionary<string, double> Up, Dictionary<string, double> Down)>();
        var written = 0;
        foreach (var size in Sizes.Where(size => size < largest).Append(largest))
        {
            await ChildProcess.RunAsync("fill", sender.Path, written.ToString(CultureInfo.InvariantCulture), size.ToString(CultureInfo.InvariantCulture));
            written = size;
            rows.Add(await RunAsync(sender.Path, size));
            Console.Error.WriteLine($"{size} documents done");
        }

        Console.WriteLine();
        Console.WriteLine($"| documents, {BenchServer.Name} | up, s | documents/s | memory over idle, MiB | down, s | documents/s | memory over idle, MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (size, up, down) in rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {size} | {up["seconds"]:0.0} | {size / up["seconds"]:0} | {up["peak"] - up["idle"]:0} | {down["seconds"]:0.0} | {size / down["seconds"]:0} | {down["peak"] - down["idle"]:0} |"));
        }

        Plot([.. rows.Select(row => ((double)row.Size, row.Up["seconds"], row.Down["seconds"]))], Path.Combine(Processes.Root, "bench", "results", "sync-scale.svg"));
    }

    private static async Task<(int Size, Dictionary<string, double> Up, Dictionary<string, double> Down)> RunAsync(string device, int size)
    {
        await using var server = await BenchServer.StartAsync();
        using var sender = TemporaryFolder.CopyOf(device);
        await server.EnableAsync(sender.Path, "--new");
        var up = await ChildProcess.RunAsync("sync-round", sender.Path);
        using var receiver = new TemporaryFolder();
        await Processes.Aurix(receiver.Path, null, "init").OutputAsync();
        await server.EnableAsync(receiver.Path);
        return (size, up, await ChildProcess.RunAsync("sync-round", receiver.Path));
    }

    private static void Plot((double Size, double Up, double Down)[] rows, string path)
    {
        var plot = new Plot();
        var sizes = rows.Select(row => row.Size / 1000).ToArray();
        plot.Add.Scatter(sizes, rows.Select(row => row.Up).ToArray()).LegendText = "up";
        plot.Add.Scatter(sizes, rows.Select(row => row.Down).ToArray()).LegendText = "down";
        plot.Title("A first sync as the vault grows");
        plot.XLabel("thousands of documents of 1 KB");
        plot.YLabel("seconds");
        plot.Axes.SetLimitsY(0, rows.Max(row => Math.Max(row.Up, row.Down)) * 1.2);
        plot.Axes.SetLimitsX(0, sizes.Max() * 1.05);
        plot.ShowLegend(Alignment.UpperLeft);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        plot.SaveSvg(path, 720, 400);
    }
}
