using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Demo.Chapters;

/// <summary>From one device's disk to another's, through a server that can open nothing.</summary>
internal static class FirstSyncChapter
{
    private const string RecordingFile = "recording.flac";
    private const string Title = "Heron Lake boathouse";

    /// <summary>What this chapter writes, for the search of the server's files.</summary>
    public static IEnumerable<string> Texts =>
    [
        File.ReadAllText(Path.Combine(DemoScene.Samples, "transcript.json")),
        File.ReadAllText(Path.Combine(DemoScene.Samples, "summary.md")),
        Title, RecordingFile, "audio/flac", "recording", "transcript", "markdown",
    ];

    public static byte[] RecordingBytes() => File.ReadAllBytes(Path.Combine(DemoScene.Samples, RecordingFile));

    /// <param name="scene">Who plays.</param>
    /// <param name="user">The account.</param>
    /// <param name="password">Its password.</param>
    /// <param name="server">What a device is given as the sync address.</param>
    /// <param name="cancellationToken">Ends the demo.</param>
    public static async Task TellAsync(DemoScene scene, string user, string password, Uri server, CancellationToken cancellationToken)
    {
        var (screen, a, b) = (scene.Screen, scene.A, scene.B);
        await screen.StepAsync("Device A, offline: save a recording, its transcript, its summary", () => SaveAllAsync(a, cancellationToken));
        await screen.StepAsync("Device A opts in", async () =>
        {
            await a.EnableAsync(server.ToString(), user, password, first: true, cancellationToken);
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
            await b.EnableAsync(server.ToString(), user, password, first: false, cancellationToken);
            var report = await b.SyncAsync(cancellationToken);
            DemoFailure.Unless(report.DocumentsPulled == 3, $"B pulled {report.DocumentsPulled} documents instead of 3.");
            return $"{report.DocumentsPulled} documents and {report.ChunksPulled} chunk fetched, opened";
        });
        await screen.StepAsync("The recording on B is A's, byte for byte", async () =>
        {
            var recording = RecordingBytes();
            var hash = await b.ExtractAsync(DemoScene.Recording, RecordingFile, Path.Combine(scene.Root, "from-b.flac"), cancellationToken);
            DemoFailure.Unless(hash == Convert.ToHexStringLower(SHA256.HashData(recording)), "The recording on B is not the one that A saved.");
            return $"SHA-256 {hash[..16]}… over {recording.Length} bytes";
        });
    }

    private static async Task<string> SaveAllAsync(DemoDevice device, CancellationToken cancellationToken)
    {
        await device.InitialiseAsync(cancellationToken);
        var blob = await BlobFile.StoreAsync(device.Host, Path.Combine(DemoScene.Samples, RecordingFile), unfinished: null, cancellationToken);
        var about = new JsonObject { ["title"] = Title, ["language"] = "en" };
        var transcript = CanonicalJson.Parse(await File.ReadAllBytesAsync(Path.Combine(DemoScene.Samples, "transcript.json"), cancellationToken));
        var summary = DemoScene.Document(await File.ReadAllTextAsync(Path.Combine(DemoScene.Samples, "summary.md"), cancellationToken));
        await device.SaveAsync(DemoScene.Recording, "recording", CanonicalJson.Parse(about.ToJsonString()), cancellationToken, new NewAttachment(blob, "audio/flac"), RecordingFile);
        await device.SaveAsync(DemoScene.Transcript, "transcript", transcript, cancellationToken);
        await device.SaveAsync(DemoScene.Summary, "markdown", summary, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"3 documents, {blob.Size / 1024} KiB of sound");
    }
}
