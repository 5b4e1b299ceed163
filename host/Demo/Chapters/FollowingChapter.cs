using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Demo.Chapters;

/// <summary>Without anybody asking: edits travel as they are made, an upload goes on after its process was killed, and a schedule runs.</summary>
internal static class FollowingChapter
{
    private const string Asked = "Shall we take the rowing boat on Saturday?";
    private const string Answered = "Yes, and the picnic basket with it.";
    private const string Long = "long.bin";
    private const int Megabytes = 48; // enough that the first chunks are on the server long before the last

    private static readonly DocumentId Question = new("note:saturday");
    private static readonly DocumentId Longer = new("recording:long");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1); // what has not come by then does not come

    /// <summary>What this chapter writes, for the search of the server's files.</summary>
    public static IEnumerable<string> Texts => [Asked, Answered, Question.Value, Long];

    public static async Task TellAsync(DemoScene scene, string database, CancellationToken cancellationToken)
    {
        var screen = scene.Screen;
        await screen.StepAsync("Both devices follow the server; what one writes the other shows, and nobody asks", () => FollowAsync(scene, cancellationToken));
        await screen.StepAsync($"An upload of {Megabytes} MiB is killed on its way, and goes on", () => KillAsync(scene, database, cancellationToken));
        await screen.StepAsync("A schedule that the owner made runs and is in the history", () => ScheduleAsync(scene.A, Path.Combine(scene.Root, "device-a"), cancellationToken));
    }

    private static async Task<string> FollowAsync(DemoScene scene, CancellationToken cancellationToken)
    {
        await using var a = ServerFollower.Start(scene.A.Host, TimeProvider.System);
        await using var b = ServerFollower.Start(scene.B.Host, TimeProvider.System);
        await PassAsync(scene.A, scene.B, "…", cancellationToken); // until both are at it
        await PassAsync(scene.B, scene.A, "… …", cancellationToken);
        var there = await PassAsync(scene.A, scene.B, Asked, cancellationToken);
        var back = await PassAsync(scene.B, scene.A, Answered, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"there after {there.TotalMilliseconds:0} ms, the answer back after {back.TotalMilliseconds:0} ms");
    }

    private static async Task<TimeSpan> PassAsync(DemoDevice from, DemoDevice to, string text, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var content = DemoScene.Document(text);
        var watch = Stopwatch.StartNew();
        await from.SaveAsync(Question, "note", content, limit.Token);
        for (var since = LocalSequence.Start; ;)
        {
            since = (await to.Host.Mediator.Send(new ReadChanges(DatabaseName.Vault, since, 10_000), limit.Token)).LastSequence;
            if ((await to.FindAsync(Question, limit.Token))?.Body.Content.Equals(content) == true)
            {
                return watch.Elapsed;
            }

            await to.Host.Mediator.Send(new AwaitChanges(DatabaseName.Vault, since, Limit), limit.Token);
        }
    }

    private static async Task<string> KillAsync(DemoScene scene, string database, CancellationToken cancellationToken)
    {
        var path = Path.Combine(scene.Root, Long);
        await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(Megabytes << 20), cancellationToken);
        var blob = await BlobFile.StoreAsync(scene.A.Host, path, unfinished: null, cancellationToken);
        await scene.A.SaveAsync(Longer, "recording", CanonicalJson.Parse(new JsonObject { ["minutes"] = 25 }.ToJsonString()), cancellationToken, new NewAttachment(blob, "application/octet-stream"), Long);
        var chunks = new DescribeDatabase(new DatabaseName(database + "-blob"));
        var before = (await scene.Server.Host.Mediator.Send(chunks, cancellationToken))!.Documents;

        using (var upload = OwnProgram.Start("sync", "now", "--data", Path.Combine(scene.Root, "device-a"), "--modules", scene.Modules))
        {
            while (!upload.HasExited && (await scene.Server.Host.Mediator.Send(chunks, cancellationToken))!.Documents == before)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
            }

            upload.Kill();
            await upload.WaitForExitAsync(cancellationToken);
        }

        var there = (await scene.Server.Host.Mediator.Send(chunks, cancellationToken))!.Documents - before;
        DemoFailure.Unless(there > 0 && there < blob.ChunkCount, $"{there} of {blob.ChunkCount} chunks were sent when the upload was killed.");
        var report = await scene.A.SyncAsync(cancellationToken);
        var whole = (await scene.Server.Host.Mediator.Send(chunks, cancellationToken))!.Documents - before;
        DemoFailure.Unless(whole == blob.ChunkCount + 1, $"{whole} of {blob.ChunkCount} chunks and their list are on the server.");
        // What had left the killed process may have arrived after we counted: fewer than were missing, then, and never more.
        DemoFailure.Unless(report.ChunksPushed <= blob.ChunkCount - there, $"{report.ChunksPushed} chunks were sent afterwards, and {blob.ChunkCount - there} were missing.");
        await scene.B.SyncAsync(cancellationToken);
        var hash = await scene.B.ExtractAsync(Longer, Long, Path.Combine(scene.Root, "long-from-b.bin"), cancellationToken);
        DemoFailure.Unless(hash == Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(path, cancellationToken))), "The long recording on B is not the one that A saved.");
        return string.Create(CultureInfo.InvariantCulture, $"{blob.ChunkCount - report.ChunksPushed} of {blob.ChunkCount} chunks had arrived, {report.ChunksPushed} went afterwards, none twice; on B it is whole");
    }

    private static async Task<string> ScheduleAsync(DemoDevice device, string data, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        await using var jobs = await JobScheduler.StartAsync(device.Host, TimeProvider.System, limit.Token);
        var book = ScheduleDatabase.Open(Path.Combine(data, Roles.Host));
        new ScheduleBook(book).Add(new Schedule("words", "sync.round", new Timing.Every(TimeSpan.FromMinutes(1))) { Scope = SyncScope.Documents });
        await jobs.ApplyAsync(limit.Token);
        ImmutableArray<RunRecord> runs;
        while ((runs = new RunHistory(book).Newest("words")).All(run => run.Ended is null))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        }

        DemoFailure.Unless(runs[0].Outcome == RunOutcome.Succeeded, $"The run failed: {runs[0].Summary}");
        return $"every minute, documents only; {runs[0].Summary}";
    }
}
