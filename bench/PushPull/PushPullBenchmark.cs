using System.Diagnostics;
using System.Globalization;

namespace Aurix.Platform.Bench.PushPull;

/// <summary>How long 5,000 documents take to a server and back: Aurix (sealing, opening, durable), PouchDB 9 (in the clear, in memory), raw HTTP (no store at all).</summary>
internal static class PushPullBenchmark
{
    private const int Documents = 5_000;
    private const int Rounds = 5;

    public static async Task RunAsync()
    {
        using var device = new TemporaryFolder();
        await Processes.Aurix(device.Path, null, "init").OutputAsync();
        await Processes.Aurix(device.Path, Lines(), "put", "-", "--lines").OutputAsync();

        await Interleaved.RunAsync("Push", Rounds, Documents, ("Aurix", () => PushAsync(device.Path)), ("PouchDB 9", () => PeerAsync("pouchdb", "push")), ("raw HTTP", () => PeerAsync("raw", "push")));
        await Interleaved.RunAsync("Pull", Rounds, Documents, ("Aurix", () => PullAsync(device.Path)), ("PouchDB 9", () => PeerAsync("pouchdb", "pull")), ("raw HTTP", () => PeerAsync("raw", "pull")));
    }

    private static async Task<double> PushAsync(string device)
    {
        using var server = await BenchServer.StartAsync();
        using var copy = TemporaryFolder.CopyOf(device);
        await EnableAsync(server, copy.Path, "--new");
        return await SyncAsync(copy.Path);
    }

    private static async Task<double> PullAsync(string device)
    {
        using var server = await BenchServer.StartAsync();
        using var sender = TemporaryFolder.CopyOf(device);
        await EnableAsync(server, sender.Path, "--new");
        await SyncAsync(sender.Path);
        using var receiver = new TemporaryFolder();
        await Processes.Aurix(receiver.Path, null, "init").OutputAsync();
        await EnableAsync(server, receiver.Path);
        return await SyncAsync(receiver.Path);
    }

    private static Task EnableAsync(BenchServer server, string device, params string[] more) => Processes.Aurix(
        device, null, ["sync", "enable", new Uri(server.Address, BenchServer.Database).ToString(), "--user", "alex", "--password-file", BenchServer.PasswordFile, "--yes", .. more]).OutputAsync();

    // The whole command as a person waits for it, the start of the program included.
    private static async Task<double> SyncAsync(string device)
    {
        var watch = Stopwatch.StartNew();
        await Processes.Aurix(device, null, "sync", "now").OutputAsync();
        return watch.Elapsed.TotalSeconds;
    }

    // The peers measure the transfer alone, without their start.
    private static async Task<double> PeerAsync(string peer, string direction)
    {
        using var server = await BenchServer.StartAsync();
        var seconds = await Processes.Node("PushPull/peers.mjs", peer, direction, server.Address.ToString(), Documents.ToString(CultureInfo.InvariantCulture)).OutputAsync();
        return double.Parse(seconds, CultureInfo.InvariantCulture);
    }

    private static string Lines() => string.Concat(Enumerable.Range(0, Documents).Select(number =>
        $$$"""{"id":"note:{{{number:00000}}}","type":"note","content":{"title":"Note {{{number}}}","text":"{{{new string('x', 200)}}}"}}""" + "\n"));
}
