using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Demo;

/// <summary>The whole road on real input, each claim checked as it is made.</summary>
internal sealed class DemoStory(string root, string modules, DemoScreen screen, ILoggerFactory logging)
{
    private const string User = "alex";
    private const string Password = "correct horse battery staple lantern"; // a demo's password; every real one is asked for
    private const string RecordingFile = "recording.flac";

    private const string ReplicationLogFields = "session_id source_last_seq recorded_seq replication_id_version history";

    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples");
    private static readonly DocumentId Recording = new("recording:boathouse");
    private static readonly DocumentId Transcript = new("transcript:boathouse");
    private static readonly DocumentId Summary = new("summary:boathouse");

    public static async Task<Answer> TellAsync(string modules, bool keep, bool quiet, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var root = Directory.CreateTempSubdirectory("aurix-demo-").FullName;
        try
        {
            var screen = new DemoScreen(quiet, TimeProvider.System);
            await new DemoStory(root, modules, screen, logging).TellAsync(cancellationToken);
            return screen.Summary();
        }
        finally
        {
            if (keep)
            {
                Console.Error.WriteLine($"The demo's folders are in {root}");
            }
            else
            {
                Directory.Delete(root, recursive: true);
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var server = await DemoDevice.StartAsync(Path.Combine(root, "server"), modules, logging, cancellationToken);
        await using var a = await DemoDevice.StartAsync(Path.Combine(root, "device-a"), modules, logging, cancellationToken);
        await using var b = await DemoDevice.StartAsync(Path.Combine(root, "device-b"), modules, logging, cancellationToken);
        var recording = await File.ReadAllBytesAsync(Path.Combine(Samples, RecordingFile), cancellationToken);
        var database = ServeCommand.NewDatabaseName();
        Uri? address = null;

        await screen.StepAsync("Start a server that knows no key", async () =>
        {
            using var secret = new Secret(Encoding.UTF8.GetBytes(Password));
            await ServeCommand.ProvisionAsync(server.Host, User, database, secret, cancellationToken);
            var listening = await server.Host.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false), cancellationToken);
            address = new Uri(listening, database);
            return address.ToString();
        });
        var search = Search(recording, out var ownTexts);

        await screen.StepAsync("Device A, offline: save a recording, its transcript, its summary", () => SaveAllAsync(a, cancellationToken));
        await screen.StepAsync("Device A opts in", async () =>
        {
            await a.EnableAsync(address!.ToString(), User, Password, first: true, cancellationToken);
            return "logged in; keys wrapped under the password";
        });
        await screen.StepAsync("Device A syncs", async () =>
        {
            var report = await a.SyncAsync(cancellationToken);
            DemoFailure.Unless(report.DocumentsPushed == 3 && report.Quarantined == 0, $"A pushed {report.DocumentsPushed} documents instead of 3.");
            return $"{report.DocumentsPushed} documents and {report.ChunksPushed} chunk sent, sealed";
        });
        await screen.StepAsync("Device B joins with the password alone and syncs", async () =>
        {
            await b.InitialiseAsync(cancellationToken);
            await b.EnableAsync(address!.ToString(), User, Password, first: false, cancellationToken);
            var report = await b.SyncAsync(cancellationToken);
            DemoFailure.Unless(report.DocumentsPulled == 3, $"B pulled {report.DocumentsPulled} documents instead of 3.");
            return $"{report.DocumentsPulled} documents and {report.ChunksPulled} chunk fetched, opened";
        });
        await screen.StepAsync("The recording on B is A's, byte for byte", async () =>
        {
            var hash = await b.ExtractAsync(Recording, RecordingFile, Path.Combine(root, "from-b.flac"), cancellationToken);
            DemoFailure.Unless(hash == Convert.ToHexStringLower(SHA256.HashData(recording)), "The recording on B is not the one that A saved.");
            return $"SHA-256 {hash[..16]}… over {recording.Length} bytes";
        });
        await ConflictAsync(a, b, cancellationToken);
        await ServerAsync(server, database, search, ownTexts, cancellationToken);
    }

    private static async Task<string> SaveAllAsync(DemoDevice device, CancellationToken cancellationToken)
    {
        await device.InitialiseAsync(cancellationToken);
        var blob = await BlobFile.StoreAsync(device.Host, Path.Combine(Samples, RecordingFile), unfinished: null, cancellationToken);
        var about = new JsonObject { ["title"] = "Heron Lake boathouse", ["language"] = "en" };
        await device.SaveAsync(Recording, "recording", CanonicalJson.Parse(about.ToJsonString()), cancellationToken, new NewAttachment(blob, "audio/flac"), RecordingFile);
        await device.SaveAsync(Transcript, "transcript", CanonicalJson.Parse(await File.ReadAllBytesAsync(Path.Combine(Samples, "transcript.json"), cancellationToken)), cancellationToken);
        await device.SaveAsync(Summary, "markdown", Text(await File.ReadAllTextAsync(Path.Combine(Samples, "summary.md"), cancellationToken)), cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"3 documents, {blob.Size / 1024} KiB of sound");
    }

    private async Task ConflictAsync(DemoDevice a, DemoDevice b, CancellationToken cancellationToken)
    {
        Revision lost = default;
        var shown = (await a.FindAsync(Summary, cancellationToken))!;
        var text = (string)JsonNode.Parse(shown.Body.Content.Utf8.Span)!["text"]!;
        await screen.StepAsync("Both edit the same summary while apart", async () =>
        {
            lost = await a.SaveAsync(Summary, "markdown", Text(text + "\n\nAddendum from the kitchen table.\n"), cancellationToken);
            await b.SaveAsync(Summary, "markdown", Text(text + "\n\nAddendum from the train.\n"), cancellationToken);
            return "two versions that know nothing of each other";
        });
        await screen.StepAsync("They meet again: A syncs, B syncs and settles it, A syncs", async () =>
        {
            await a.SyncAsync(cancellationToken);
            var settled = await b.SyncAsync(cancellationToken);
            await a.SyncAsync(cancellationToken);
            DemoFailure.Unless(settled.Merged == 1, $"B settled {settled.Merged} conflicts instead of 1.");
            var (stateA, stateB) = (await a.StateAsync(cancellationToken), await b.StateAsync(cancellationToken));
            DemoFailure.Unless(stateA == stateB, "The devices differ after they met.");
            var merged = (await a.FindAsync(Summary, cancellationToken))!;
            DemoFailure.Unless(merged.Heads == 1 && merged.Body.Content.ToText().Contains("from the train", StringComparison.Ordinal), "The later edit does not show.");
            return $"both show {merged.Revision.ToString()[..10]}…, the later edit";
        });
        await screen.StepAsync("The version that lost is kept, on both devices", async () =>
        {
            foreach (var device in new[] { a, b })
            {
                var conflict = (await device.Host.Mediator.Send(new ListConflicts(null, 10), cancellationToken)).Conflicts.Single();
                DemoFailure.Unless(conflict.Settled && conflict.Versions.Any(version => version.Revision == lost), "The loser is not listed.");
                var kept = await device.Host.Mediator.Send(new GetDocument(Summary, lost), cancellationToken) as GetOutcome.Found;
                DemoFailure.Unless(kept is not null && kept.Body.Content.ToText().Contains("kitchen table", StringComparison.Ordinal), "The loser's text is gone.");
            }

            return $"aurix restore {Summary} {lost.ToString()[..10]}…";
        });
    }

    private async Task ServerAsync(DemoDevice server, string database, PlaintextSearch search, IReadOnlyCollection<string> ownTexts, CancellationToken cancellationToken)
    {
        await screen.StepAsync("What the server can see", async () =>
        {
            var lines = await ServerView.DescribeAsync(server.Host, database, cancellationToken);
            screen.Note("");
            foreach (var line in lines)
            {
                screen.Note(line);
            }

            return "ids, sizes, counts, times";
        });
        await screen.StepAsync("Search the server's files for every word, name and type", () =>
        {
            var fair = search.Without(ownTexts);
            var onServer = fair.FindIn(Path.Combine(root, "server"));
            DemoFailure.Unless(onServer.IsEmpty, $"The server's files hold plaintext: {string.Join(", ", onServer.Take(5))}.");

            // The control: the same search must find them where they are meant to be.
            var onDevice = fair.FindIn(Path.Combine(root, "device-a"));
            DemoFailure.Unless(onDevice.Count > fair.Count * 9 / 10, $"The search found only {onDevice.Count} of {fair.Count} on the device, so it proves nothing.");
            return Task.FromResult($"0 of {fair.Count} found there; {onDevice.Count} found on device A, by the same search");
        });
    }

    private PlaintextSearch Search(byte[] recording, out IReadOnlyCollection<string> ownTexts)
    {
        var texts = new[]
        {
            File.ReadAllText(Path.Combine(Samples, "transcript.json")),
            File.ReadAllText(Path.Combine(Samples, "summary.md")),
            "Heron Lake boathouse", "Addendum from the kitchen table", "Addendum from the train",
            Recording.Value, Transcript.Value, Summary.Value, RecordingFile, "audio/flac", "recording", "transcript", "markdown",
        };
        var search = new PlaintextSearch(texts, recording);

        // Words that an empty server's own files hold (SQL, names of fields), and those of CouchDB's replication log.
        ownTexts = search.FindIn(Path.Combine(root, "server")).Union(search.FindIn(Encoding.UTF8.GetBytes(ReplicationLogFields)));
        return search;
    }

    private static CanonicalJson Text(string text) => CanonicalJson.Parse(new JsonObject { ["text"] = text }.ToJsonString());
}
