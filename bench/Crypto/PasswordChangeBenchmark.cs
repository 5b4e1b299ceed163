using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Bench.Sync;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>A new password, on an empty vault and on a large one: how many writes reach the server, and how long the command takes.</summary>
internal static class PasswordChangeBenchmark
{
    private const string Next = "anchor velvet maple orbit quarry";
    private const int Batch = 5_000;

    public static async Task RunAsync(int documents)
    {
        Console.WriteLine("\nPassword change, the whole command\n");
        Console.WriteLine("| documents on the server | writes on the server | seconds |");
        Console.WriteLine("|---|---|---|");
        foreach (var count in (int[])[0, documents])
        {
            var (writes, seconds) = await ChangeAsync(count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count:N0} | {writes} | {seconds:0.00} |"));
        }
    }

    private static async Task<(long Writes, double Seconds)> ChangeAsync(int documents)
    {
        await using var server = await BenchServer.StartAsync();
        using var device = new TemporaryFolder();
        await Processes.Aurix(device.Path, null, "init").OutputAsync();
        for (var start = 0; start < documents; start += Batch)
        {
            await Processes.Aurix(device.Path, Lines(start, Math.Min(Batch, documents - start)), "put", "-", "--lines").OutputAsync();
        }

        await server.EnableAsync(device.Path, "--new");
        await Processes.Aurix(device.Path, null, "sync", "now").OutputAsync();

        var before = await SequencesAsync(server);
        var clock = Stopwatch.StartNew();
        await Processes.Aurix(device.Path, $"{BenchServer.Password}\n{Next}\n", "vault", "password", "--password-file", "-", "--new-password-file", "-").OutputAsync();
        var seconds = clock.Elapsed.TotalSeconds;
        return (await SequencesAsync(server) - before, seconds);
    }

    /// <summary>Every write moves its database's sequence by one.</summary>
    private static async Task<long> SequencesAsync(BenchServer server)
    {
        var sum = 0L;
        foreach (var database in (string[])[server.Database, server.Database + "-blob", "_users"])
        {
            var sequence = JsonNode.Parse(await server.Http.GetStringAsync(new Uri(database, UriKind.Relative)))!["update_seq"]!.ToString();
            sum += long.Parse(sequence.Split('-')[0], CultureInfo.InvariantCulture);
        }

        return sum;
    }

    private static string Lines(int start, int count) => string.Concat(Enumerable.Range(start, count).Select(number =>
        $$$"""{"id":"note:{{{number:000000}}}","type":"note","content":{"title":"Note {{{number}}}"}}""" + "\n"));
}
