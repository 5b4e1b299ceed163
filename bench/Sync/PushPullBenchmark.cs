using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Bench.Storage;

namespace Aurix.Platform.Bench.Sync;

/// <summary>How long 10,000 documents of 1 KB take to a server and back: Aurix sealed and durable, the same envelopes by HTTP alone, PouchDB in the clear.</summary>
internal static class PushPullBenchmark
{
    private const int Documents = 10_000;
    private const int Rounds = 5;

    public static async Task RunAsync(string[] numbers)
    {
        var count = numbers is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : Documents;
        using var sender = new TemporaryFolder();
        using var files = new TemporaryFolder();
        var clear = await SampleFile.WriteAsync(Path.Combine(files.Path, "documents.ndjson"), count);
        await Processes.Aurix(sender.Path, null, "init").OutputAsync();
        await Processes.Aurix(sender.Path, await File.ReadAllTextAsync(clear), "put", "-", "--lines").OutputAsync();
        var envelopes = await TakeEnvelopesAsync(sender.Path, Path.Combine(files.Path, "envelopes.ndjson"));

        var peer = count.ToString(CultureInfo.InvariantCulture);
        await Interleaved.RunAsync(
            $"Push to {BenchServer.Name}", Rounds, count,
            ("Aurix", () => PushAsync(sender.Path)),
            ("raw HTTP", () => WithAnotherAsync(server => RawAsync("raw-push", server, envelopes))),
            ("PouchDB 9", () => WithAnotherAsync(server => PouchAsync("push", server, clear, 100))),
            ("PouchDB 9, batches of 500", () => WithAnotherAsync(server => PouchAsync("push", server, clear, 500))));
        await Interleaved.RunAsync(
            $"Pull from {BenchServer.Name}", Rounds, count,
            ("Aurix", () => PullAsync(sender.Path)),
            ("raw HTTP", () => WithAnotherAsync(async server =>
            {
                await RawAsync("raw-push", server, envelopes);
                return await RawAsync("raw-pull", server, envelopes);
            })),
            ("PouchDB 9", () => WithAnotherAsync(server => PouchAsync("pull", server, clear, 100))),
            ("PouchDB 9, batches of 500", () => WithAnotherAsync(server => PouchAsync("pull", server, clear, 500))));
    }

    private static async Task<double> PushAsync(string device)
    {
        await using var server = await BenchServer.StartAsync();
        using var copy = TemporaryFolder.CopyOf(device);
        await server.EnableAsync(copy.Path, "--new");
        return await RoundAsync(copy.Path);
    }

    private static async Task<double> PullAsync(string device)
    {
        await using var server = await BenchServer.StartAsync();
        using var sender = TemporaryFolder.CopyOf(device);
        await server.EnableAsync(sender.Path, "--new");
        await RoundAsync(sender.Path);
        using var receiver = new TemporaryFolder();
        await Processes.Aurix(receiver.Path, null, "init").OutputAsync();
        await server.EnableAsync(receiver.Path);
        return await RoundAsync(receiver.Path);
    }

    private static async Task<double> RoundAsync(string device) => (await ChildProcess.RunAsync("sync-round", device))["seconds"];

    // The very envelopes that a push of Aurix left on a server, with their revisions.
    private static async Task<string> TakeEnvelopesAsync(string device, string path)
    {
        await using var server = await BenchServer.StartAsync();
        using var copy = TemporaryFolder.CopyOf(device);
        await server.EnableAsync(copy.Path, "--new");
        await RoundAsync(copy.Path);
        var all = JsonNode.Parse(await server.Http.GetStringAsync(new Uri(server.Database + "/_all_docs?include_docs=true", UriKind.Relative)))!["rows"]!.AsArray();
        await using var file = File.CreateText(path);
        foreach (var document in all.Select(row => row!["doc"]!.AsObject()).Where(document => document["e"] is not null && ((string)document["_id"]!)[0] == 'd'))
        {
            var revision = ((string)document["_rev"]!).Split('-');
            document["_revisions"] = new JsonObject { ["start"] = int.Parse(revision[0], CultureInfo.InvariantCulture), ["ids"] = new JsonArray(revision[1]) };
            await file.WriteLineAsync(document.ToJsonString());
        }

        return path;
    }

    private static async Task<double> WithAnotherAsync(Func<BenchServer, Task<double>> work)
    {
        await using var server = await BenchServer.StartAsync();
        await server.MakeAnotherAsync();
        return await work(server);
    }

    private static async Task<double> RawAsync(string what, BenchServer server, string envelopes) =>
        (await ChildProcess.RunAsync(what, envelopes, new Uri(server.Root, server.Database + "-peer").ToString(), server.Login))["seconds"];

    private static async Task<double> PouchAsync(string direction, BenchServer server, string documents, int batch) => double.Parse(
        await Processes.Node("Sync/pouchdb.mjs", direction, new Uri(server.Root, server.Database + "-peer").ToString(), server.Login, documents, batch.ToString(CultureInfo.InvariantCulture)).OutputAsync(),
        CultureInfo.InvariantCulture);
}
