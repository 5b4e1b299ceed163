using System.Diagnostics;
using System.Globalization;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Bench.Sync;

/// <summary>From an edit on one device to another that shows it, both following; beside the two HTTP calls that it cannot do without.</summary>
internal static class LiveBenchmark
{
    private const int Edits = 300;
    private const int Warm = 30; // until nothing is compiled any more on the way

    public static async Task RunAsync(string[] numbers)
    {
        var edits = numbers is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Edits;
        await using var server = await BenchServer.StartAsync();
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        await Processes.Aurix(first.Path, null, "init").OutputAsync();
        await server.EnableAsync(first.Path, "--new");
        await Processes.Aurix(second.Path, null, "init").OutputAsync();
        await server.EnableAsync(second.Path);
        await using var a = await Follower.StartAsync(first.Path);
        await using var b = await Follower.StartAsync(second.Path);
        await using var raw = await RawRoundTrip.StartAsync(server);
        var (ours, bare) = (new Spread(), new Spread());
        for (var edit = -Warm; edit < edits; edit++)
        {
            var device = await PassAsync(a, b, string.Create(CultureInfo.InvariantCulture, $"edit {edit}"));
            var calls = await raw.PassAsync();
            if (edit >= 0)
            {
                ours.Add(device);
                bare.Add(calls);
            }
        }

        Console.WriteLine();
        Console.WriteLine($"From device to device over {BenchServer.Name}, in turn with the bare calls");
        Console.WriteLine();
        Console.WriteLine("| | edits | p50, ms | p95, ms | longest | p50 takes | p95 takes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Console.WriteLine(ours.Row("Aurix, from the save to the other device's store", bare));
        Console.WriteLine(bare.Row("_bulk_docs and the row of a continuous feed", bare));
    }

    /// <summary>From the beginning of the save.</summary>
    public static async Task<TimeSpan> PassAsync(Follower from, Follower to, string text)
    {
        var id = new DocumentId("note:live");
        var seen = to.SeeAsync(id, text);
        var watch = Stopwatch.StartNew();
        await from.SaveAsync(id, text);
        await seen;
        return watch.Elapsed;
    }
}
