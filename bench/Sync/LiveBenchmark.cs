using System.Diagnostics;
using System.Globalization;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Bench.Sync;

/// <summary>From an edit on one device to another that shows it, both following; beside the two HTTP calls that it cannot do without.</summary>
internal static class LiveBenchmark
{
    private const int Edits = 100;
    private const int Warm = 30; // until nothing is compiled any more on the way

    // The round that follows an edit is over by then. An edit that meets it waits for it.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(500);

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
        await PassAllAsync(a, b, raw, Warm, TimeSpan.Zero);
        var apart = await PassAllAsync(a, b, raw, edits, Apart);
        var close = await PassAllAsync(a, b, raw, edits, TimeSpan.Zero);

        Console.WriteLine();
        Console.WriteLine($"From device to device over {BenchServer.Name}, in turn with the bare calls");
        Console.WriteLine();
        Console.WriteLine("| | edits | p50, ms | p95, ms | longest | p50 takes | p95 takes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Console.WriteLine(apart.Ours.Row("Aurix, edits half a second apart", apart.Bare));
        Console.WriteLine(apart.Bare.Row("_bulk_docs and the row of a continuous feed", apart.Bare));
        Console.WriteLine(close.Ours.Row("Aurix, each as soon as the last has arrived", close.Bare));
        Console.WriteLine(close.Bare.Row("_bulk_docs and the row of a continuous feed", close.Bare));
    }

    private static async Task<(Spread Ours, Spread Bare)> PassAllAsync(Follower a, Follower b, RawRoundTrip raw, int edits, TimeSpan apart)
    {
        var (ours, bare) = (new Spread(), new Spread());
        for (var edit = 0; edit < edits; edit++)
        {
            await Task.Delay(apart);
            ours.Add(await PassAsync(a, b, string.Create(CultureInfo.InvariantCulture, $"edit {edit}, {apart.TotalSeconds} s after the last")));
            bare.Add(await raw.PassAsync());
        }

        return (ours, bare);
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
