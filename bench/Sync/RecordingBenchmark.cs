using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Aurix.Platform.Bench.Storage;

namespace Aurix.Platform.Bench.Sync;

/// <summary>A recording of 1 GiB up and down: against the raw PUTs and GETs of as many chunks, with the memory it takes; and what edits wait for while it travels.</summary>
internal static class RecordingBenchmark
{
    private const int Megabytes = 1024;
    private const int Edits = 100;
    private const int Warm = 20;

    public static async Task RunAsync(string[] numbers)
    {
        var size = numbers is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Megabytes;
        using var files = new TemporaryFolder();
        var recording = Path.Combine(files.Path, "recording.bin");
        await WriteAsync(recording, size);
        await using var server = await BenchServer.StartAsync();
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        await Processes.Aurix(first.Path, null, "init").OutputAsync();
        await Processes.Aurix(first.Path, """{"id":"recording:1","type":"recording","content":{}}""", "put", "-", "--lines").OutputAsync();
        await Processes.Aurix(first.Path, null, "attach", "recording:1", recording).OutputAsync();
        await server.EnableAsync(first.Path, "--new");
        await Processes.Aurix(second.Path, null, "init").OutputAsync();
        await server.EnableAsync(second.Path);

        var database = (await server.MakeAnotherAsync()).ToString();
        var count = size.ToString(CultureInfo.InvariantCulture);
        var rawUp = await ChildProcess.RunAsync("raw-chunks-up", database, count, server.Login);
        var up = await ChildProcess.RunAsync("sync-round", first.Path);
        var rawDown = await ChildProcess.RunAsync("raw-chunks-down", database, count, server.Login);
        var down = await ChildProcess.RunAsync("sync-round", second.Path);

        Console.WriteLine();
        Console.WriteLine($"{size} MiB, {BenchServer.Name}");
        Console.WriteLine();
        Console.WriteLine("| | MB/s | of raw | memory over idle, MiB |");
        Console.WriteLine("|---|---|---|---|");
        Print("up, Aurix", size, up, rawUp);
        Print("up, raw PUTs, 4 in parallel", size, rawUp, rawUp);
        Print("down, Aurix", size, down, rawDown);
        Print("down, raw GETs, 4 in parallel", size, rawDown, rawDown);
        await EditsAsync(first.Path, second.Path, files.Path, size);
    }

    private static async Task EditsAsync(string first, string second, string files, int size)
    {
        var another = Path.Combine(files, "another.bin");
        await WriteAsync(another, size);
        await Processes.Aurix(first, """{"id":"recording:2","type":"recording","content":{}}""", "put", "-", "--lines").OutputAsync();
        var (idle, busy) = (new Spread(), new Spread());
        await using var b = await Follower.StartAsync(second);
        await using var a = await Follower.StartAsync(first);
        for (var edit = -Warm; edit < Edits; edit++)
        {
            var took = await LiveBenchmark.PassAsync(a, b, string.Create(CultureInfo.InvariantCulture, $"idle {edit}"));
            if (edit >= 0)
            {
                idle.Add(took);
            }
        }

        await Processes.Aurix(first, null, "attach", "recording:2", another).OutputAsync(); // the follower hears of it as of any edit
        for (var edit = 0; edit < Edits; edit++)
        {
            busy.Add(await LiveBenchmark.PassAsync(a, b, string.Create(CultureInfo.InvariantCulture, $"busy {edit}")));
        }

        Console.WriteLine();
        Console.WriteLine("Edits from device to device while such a recording goes up and comes down");
        Console.WriteLine();
        Console.WriteLine("| | edits | p50, ms | p95, ms | longest | p50 takes | p95 takes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Console.WriteLine(idle.Row("nothing else travels", idle));
        Console.WriteLine(busy.Row("the recording travels", idle));
    }

    private static void Print(string name, int megabytes, Dictionary<string, double> run, Dictionary<string, double> raw) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {name} | {megabytes * 1.048576 / run["seconds"]:0} | {raw["seconds"] / run["seconds"]:0.00}× | {run["peak"] - run["idle"]:0} |"));

    private static async Task WriteAsync(string path, int megabytes)
    {
        await using var file = File.Create(path);
        for (var written = 0; written < megabytes; written++)
        {
            await file.WriteAsync(RandomNumberGenerator.GetBytes(1 << 20));
        }
    }
}
