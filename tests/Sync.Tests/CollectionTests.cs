using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Collecting chunks on the server with several devices: proposed, agreed to by all, rested, and only then deleted (crypto.md §4.5, ADR 0014).</summary>
public sealed class CollectionTests
{
    private const string Chunks = World.Database + "-blob";

    private static readonly byte[] TwoChunks = [.. Enumerable.Range(0, 1_500_000).Select(index => (byte)(index * 7))];

    [Fact]
    public async Task T61_What_no_document_names_goes_after_every_device_agreed_and_thirty_days_and_not_before()
    {
        await using var world = await World.StartAsync(3);
        await LetGoOfAFileAsync(world);
        var kept = await world.A.AttachAsync("other", [4, 5, 6]);
        await SyncAllAsync(world);

        Assert.Equal((CollectionPhase.Proposed, 3), await CollectAsync(world.A)); // two chunks and their manifest
        await SyncAllAsync(world);
        Pass(world, days: 29);
        await SyncAllAsync(world);
        Assert.Equal((CollectionPhase.Waiting, 3), await CollectAsync(world.A));

        Pass(world, days: 2);
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        var step = await world.A.Mediator.Send(new CollectServerChunks());
        Assert.Equal((await world.C.SelfAsync()).Name, Assert.Single(step.WaitsFor));
        Assert.Equal(5, (await world.Server.IdsAsync(Chunks)).Length);

        await world.C.SyncAsync();
        Assert.Equal((CollectionPhase.Deleted, 3), await CollectAsync(world.B));
        Assert.Equal(2, (await world.Server.IdsAsync(Chunks)).Length);
        Assert.Equal((CollectionPhase.Nothing, 0), await CollectAsync(world.C));
        Assert.Equal([4, 5, 6], await world.B.FileAsync(kept));
        await SyncAllAsync(world);
        Assert.Empty(await world.A.AlarmsAsync());
        Assert.Empty((await world.A.Mediator.Send(new VerifyRemote { Files = true })).Findings);
    }

    [Fact]
    public async Task T61_A_chunk_that_an_offline_device_needs_survives()
    {
        await using var world = await World.StartAsync(3);
        var file = await LetGoOfAFileAsync(world);
        await NameAsync(world.C, "keepsake", file); // and nobody knows

        await CollectAsync(world.A);
        Pass(world, days: 31);
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal((CollectionPhase.Waiting, 3), await CollectAsync(world.A));

        await world.C.SyncAsync();
        Pass(world, days: 31);
        await SyncAllAsync(world);
        Assert.Equal((CollectionPhase.Deleted, 0), await CollectAsync(world.A));
        Assert.Equal(3, (await world.Server.IdsAsync(Chunks)).Length);
        Assert.Equal(0, world.Proxy.Count("DELETE", Chunks));
        Assert.Equal(TwoChunks, await world.B.FileAsync(file));
    }

    [Fact]
    public async Task T61_A_veto_stands_although_its_document_was_not_sent()
    {
        await using var world = await World.StartAsync(2);
        var file = await LetGoOfAFileAsync(world);
        await CollectAsync(world.A);
        await world.B.SyncAsync();
        await NameAsync(world.B, "keepsake", file);
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") || request.Is("POST", "/_revs_diff") ? ProxyAnswer.Error(403, "forbidden") : null;
        Pass(world, days: 31);
        await Assert.ThrowsAsync<RemoteRefusedException>(world.B.SyncAsync); // it says that it needs the chunks, and that it agrees, and gets no further

        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        Assert.Equal((CollectionPhase.Deleted, 0), await CollectAsync(world.A));
        Assert.Equal(3, (await world.Server.IdsAsync(Chunks)).Length);
    }

    [Fact]
    public async Task T61_A_file_that_is_named_again_after_its_device_agreed_is_sent_again()
    {
        await using var world = await World.StartAsync(2);
        var file = await LetGoOfAFileAsync(world);
        await CollectAsync(world.A);
        await world.B.SyncAsync();
        Pass(world, days: 31);
        await SyncAllAsync(world);
        await NameAsync(world.B, "keepsake", file);

        Assert.Equal((CollectionPhase.Deleted, 3), await CollectAsync(world.A));
        Assert.Empty(await world.Server.IdsAsync(Chunks));

        await SyncAllAsync(world);
        await world.A.SyncAsync();
        Assert.Equal(3, (await world.Server.IdsAsync(Chunks)).Length);
        Assert.Equal(TwoChunks, await world.A.FileAsync(file));
    }

    [Fact]
    public async Task T61_A_deleted_document_keeps_its_files_for_thirty_days()
    {
        await using var world = await World.StartAsync(1);
        await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.SyncAsync();
        await world.A.Mediator.Send(new DeleteDocument(new("letter"), await world.A.RevisionAsync("letter")));

        Assert.Equal((CollectionPhase.Nothing, 0), await CollectAsync(world.A));
        Pass(world, days: 31);
        Assert.Equal((CollectionPhase.Proposed, 2), await CollectAsync(world.A));
    }

    [Fact]
    public async Task T61_A_retired_device_is_not_waited_for()
    {
        await using var world = await World.StartAsync(3);
        await LetGoOfAFileAsync(world);
        await CollectAsync(world.A);
        await world.B.SyncAsync();
        Pass(world, days: 31);
        await world.B.SyncAsync();
        Assert.Equal((CollectionPhase.Waiting, 3), await CollectAsync(world.A));

        await world.A.Mediator.Send(new RetireDevice((await world.C.SelfAsync()).Device.ToString()));

        Assert.Equal((CollectionPhase.Deleted, 3), await CollectAsync(world.A));
    }

    [Fact]
    public async Task T61_A_clock_that_is_wrong_on_one_device_shortens_nothing()
    {
        await using var world = await World.StartAsync(2);
        await LetGoOfAFileAsync(world);
        world.A.Time.Advance(TimeSpan.FromDays(-400));
        await CollectAsync(world.A); // says that it was proposed more than a year ago
        await world.B.SyncAsync();
        world.A.Time.Advance(TimeSpan.FromDays(800));
        await SyncAllAsync(world);

        var step = await world.A.Mediator.Send(new CollectServerChunks());

        Assert.Equal(CollectionPhase.Waiting, step.Phase);
        Assert.Equal((await world.B.SelfAsync()).Name, Assert.Single(step.WaitsFor));
    }

    [Fact]
    public async Task T61_A_server_that_hides_an_answer_or_a_head_gets_nothing_deleted()
    {
        await using var world = await World.StartAsync(2);
        await LetGoOfAFileAsync(world);
        await CollectAsync(world.A);
        await world.B.SyncAsync();
        var proposal = Assert.Single(await WordsAsync(world));
        Pass(world, days: 31);
        await SyncAllAsync(world);
        Assert.Equal(3, (await WordsAsync(world)).Length);

        world.Proxy.After = (request, answer) => request.Is("GET", "startkey=%22g%22") ? Without(answer, id => id != proposal) : answer;
        Assert.Equal((CollectionPhase.Waiting, 3), await CollectAsync(world.A));
        var head = (await world.B.NamesAsync()).Head;
        world.Proxy.After = (request, answer) => request.Is("GET", "startkey=%22h%22") ? Without(answer, id => id == head) : answer;
        Assert.Equal("AlarmOpen", (await Assert.ThrowsAsync<UsageException>(() => CollectAsync(world.A))).Code);

        Assert.Equal(0, world.Proxy.Count("DELETE", Chunks));
        world.Proxy.BeHonest();
        Assert.Equal((CollectionPhase.Deleted, 3), await CollectAsync(world.A));
    }

    [Fact]
    public async Task T61_While_a_document_is_set_aside_nothing_is_proposed()
    {
        await using var world = await World.StartAsync(1);
        await LetGoOfAFileAsync(world);
        await world.Server.GraftAsync($$"""{"_id":"{{World.Stranger}}","_rev":"{{World.MadeUpRevision}}","e":"AAAA"}""");

        Assert.Equal((CollectionPhase.Doubtful, 0), await CollectAsync(world.A));
    }

    [Fact]
    public async Task T61_The_chunks_of_a_file_that_another_device_made_are_known_by_its_manifest()
    {
        await using var world = await World.StartAsync(2);
        var file = await world.A.AttachAsync("letter", TwoChunks);
        await world.A.SyncAsync();
        world.Proxy.Before = request => request.Is("GET", $"{Chunks}/{file.Manifest.RemoteId}") ? ProxyAnswer.Error(404, "not_found") : null;

        Assert.Equal((CollectionPhase.Doubtful, 0), await CollectAsync(world.B)); // the document is here, its manifest is nowhere

        world.Proxy.BeHonest();
        Assert.Equal((CollectionPhase.Nothing, 0), await CollectAsync(world.B));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task T61_Cut_off_after_any_request_nothing_that_is_needed_is_lost_and_doing_it_again_finishes(bool heard)
    {
        await using var world = await World.StartAsync(1);
        var kept = await world.A.AttachAsync("other", [4, 5, 6]);
        for (var (last, cut) = (0, true); cut; last++)
        {
            await world.A.WriteAsync($"note:{last}", "1");
            var gone = await world.A.AttachAsync($"letter:{last}", [1, 2, (byte)last]);
            await world.A.SyncAsync();
            await UnnameAsync(world.A, $"letter:{last}");
            cut = await CutAsync(world, last, heard);
            await CollectUntilAsync(world, CollectionPhase.Waiting);
            Pass(world, days: 31);
            await world.A.SyncAsync();
            cut |= await CutAsync(world, last, heard);
            await CollectUntilAsync(world, CollectionPhase.Nothing);

            Assert.Equal(2, (await world.Server.IdsAsync(Chunks)).Length);
            Assert.False(await world.Server.HasAsync($"{Chunks}/{gone.Manifest.RemoteId}"));
            Assert.True(await world.Server.HasAsync($"{Chunks}/{kept.Manifest.RemoteId}"));
            Assert.True(cut || last > 20, $"only {last} requests");
        }

        Assert.Empty((await world.A.Mediator.Send(new VerifyRemote { Files = true })).Findings);
        Assert.Empty(await world.A.QuarantineAsync());
    }

    [Fact]
    public async Task T62_A_chunk_that_is_deleted_while_its_file_is_sent_is_sent_again()
    {
        await using var world = await World.StartAsync();
        var file = await world.A.AttachAsync("letter", TwoChunks);
        var (deleted, wasBack) = ("", false);
        world.Proxy.Before = request =>
        {
            if (request.Is("POST", "/_bulk_docs"))
            {
                wasBack = world.Server.HasAsync($"{Chunks}/{deleted}").GetAwaiter().GetResult();
            }

            if (request.Is("PUT", $"{Chunks}/{file.Manifest.RemoteId}") && deleted.Length == 0)
            {
                deleted = DeleteAChunkAsync(world).GetAwaiter().GetResult();
            }

            return null;
        };

        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.NotEmpty(deleted);
        Assert.True(wasBack); // before any document named it
        Assert.Equal(TwoChunks, await world.B.FileAsync(file));
    }

    [Fact]
    public async Task T62_A_chunk_that_is_sent_anew_between_the_look_and_the_delete_stays()
    {
        await using var world = await World.StartAsync(2);
        var file = await LetGoOfAFileAsync(world);
        await CollectAsync(world.A);
        await world.B.SyncAsync();
        Pass(world, days: 31);
        await SyncAllAsync(world);
        await NameAsync(world.B, "keepsake", file);
        var raced = 0;
        world.Proxy.Before = request =>
        {
            if (request.Method == "DELETE" && Interlocked.Increment(ref raced) == 2)
            {
                world.B.SyncAsync().GetAwaiter().GetResult(); // one is gone, and this device is just about to name the file
            }

            return null;
        };

        await CollectAsync(world.A);

        Assert.True(raced >= 2);
        world.Proxy.BeHonest();
        await SyncAllAsync(world);
        await SyncAllAsync(world);
        Assert.Equal(3, (await world.Server.IdsAsync(Chunks)).Length);
        Assert.Equal(TwoChunks, await world.A.FileAsync(file));
        Assert.Empty((await world.A.Mediator.Send(new VerifyRemote { Files = true })).Findings);
    }

    /// <summary>Every device has had a file, and no document names it any more.</summary>
    private static async Task<BlobReference> LetGoOfAFileAsync(World world)
    {
        var file = await world.A.AttachAsync("letter", TwoChunks);
        await SyncAllAsync(world);
        await UnnameAsync(world.A, "letter");
        await SyncAllAsync(world);
        await SyncAllAsync(world);
        return file;
    }

    private static async Task NameAsync(Device device, string id, BlobReference file)
    {
        var put = new PutDocument(new(id), CanonicalJson.Parse("{}"), null)
        {
            Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add("file", new NewAttachment(file, "application/octet-stream")),
        };
        Assert.IsType<PutOutcome.Saved>(await device.Mediator.Send(put));
    }

    private static async Task UnnameAsync(Device device, string id) =>
        Assert.IsType<PutOutcome.Saved>(await device.Mediator.Send(new PutDocument(new(id), null, await device.RevisionAsync(id)) { Detach = ["file"] }));

    private static async Task SyncAllAsync(World world)
    {
        foreach (var device in world.Devices)
        {
            await device.SyncAsync();
        }
    }

    private static void Pass(World world, int days)
    {
        foreach (var device in world.Devices)
        {
            device.Time.Advance(TimeSpan.FromDays(days));
        }
    }

    private static async Task<(CollectionPhase Phase, int Chunks)> CollectAsync(Device device)
    {
        var step = await device.Mediator.Send(new CollectServerChunks());
        return (step.Phase, step.Chunks);
    }

    private static async Task CollectUntilAsync(World world, CollectionPhase phase)
    {
        for (var left = 4; (await CollectAsync(world.A)).Phase != phase; left--)
        {
            Assert.True(left > 0, $"never {phase}");
        }
    }

    /// <summary>Takes a step, with nothing getting through after so many requests. False when it came to its end all the same.</summary>
    private static async Task<bool> CutAsync(World world, int last, bool heard)
    {
        var seen = 0;
        world.Proxy.Before = _ => Interlocked.Increment(ref seen) > last + (heard ? 1 : 0) ? ProxyAnswer.Dropped : null;
        world.Proxy.After = (_, answer) => heard && Volatile.Read(ref seen) > last ? ProxyAnswer.Dropped : answer; // the server hears this one, its answer is lost
        try
        {
            await CollectAsync(world.A);
            return false;
        }
        catch (RemoteUnavailableException)
        {
            return true;
        }
        finally
        {
            world.Proxy.BeHonest();
        }
    }

    private static async Task<string> DeleteAChunkAsync(World world)
    {
        var row = (await world.Server.SendAsync(HttpMethod.Get, $"{Chunks}/_all_docs"))["rows"]![0]!;
        var id = (string)row["id"]!;
        await world.Server.SendAsync(HttpMethod.Delete, $"{Chunks}/{id}?rev={row["value"]!["rev"]}");
        return id;
    }

    private static async Task<string[]> WordsAsync(World world) => [.. (await world.Server.IdsAsync(World.Database)).Where(id => id[0] == 'g')];

    private static ProxyAnswer Without(ProxyAnswer answer, Func<string, bool> hidden) => answer.Edit(json =>
    {
        var rows = json["rows"]!.AsArray();
        foreach (var row in rows.Where(row => hidden((string)row!["id"]!)).ToList())
        {
            rows.Remove(row);
        }
    });
}
