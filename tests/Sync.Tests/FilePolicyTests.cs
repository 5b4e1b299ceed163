using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Live;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>When files travel, and which of them come down by themselves (docs/filters.md).</summary>
public sealed class FilePolicyTests
{
    private static readonly byte[] TwoChunks = [.. Enumerable.Range(0, 1_500_000).Select(index => (byte)(index * 7))];

    [Fact]
    public async Task A_device_that_follows_leaves_files_to_the_round_that_is_scheduled_for_them()
    {
        await using var live = await LiveWorld.StartAsync(syncSettings: With("files", "scheduled"));
        var recording = await live.A.AttachAsync("recording", [1, 2, 3]);
        await live.A.WriteAsync("note", "1");
        await LiveWorld.ShowsAsync(live.B, "note", "1");
        await LiveWorld.UntilAsync(live.B, () => LanesAsync(live.B), "it never followed");
        Assert.Equal(["documents", "down", "up"], (await live.A.Mediator.Send(new DescribeSync())).Live.Select(lane => lane.Name).Order());
        Assert.Equal(0, live.Proxy.Count("PUT", "-blob/"));
        Assert.Null(await live.B.ReadAsync("recording")); // a document waits for its file

        await RunAsync(live.A, SyncScope.Files);
        await LiveWorld.ShowsAsync(live.B, "recording", "{}");
        Assert.Equal(0, live.Proxy.Count("GET", "-blob/"));
        await RunAsync(live.B, SyncScope.Everything);

        Assert.Equal([1, 2, 3], await live.B.FileAsync(recording));
    }

    [Theory]
    [InlineData("always", SyncScope.Everything)]
    [InlineData("scheduled", SyncScope.Documents)]
    [InlineData("onDemand", SyncScope.Everything)]
    public async Task The_rounds_of_the_daemon_leave_files_alone_where_they_are_scheduled(string files, SyncScope scope)
    {
        await using var modules = new ModuleHarness();
        object? round = null;
        await modules.AddAsync(new SyncModule(), "sync", With("files", files), services => round = services.Select(service => service.ImplementationInstance).OfType<JobSpec>().Single(job => job.Name == "sync.round").Request);
        Directory.Delete(modules.DataDirectory, recursive: true);

        Assert.Equal(new RunSyncRound { Scope = scope }, round);
    }

    [Fact]
    public async Task On_demand_a_file_comes_when_it_is_asked_for_and_goes_up_by_itself()
    {
        await using var world = await World.StartAsync(syncSettings: With("files", "onDemand"));
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        var other = await world.A.AttachAsync("other", [4, 5, 6]);
        await world.A.SyncAsync();

        Assert.Equal(0, (await world.B.SyncAsync()).ChunksPulled);
        Assert.Equal("{}", await world.B.ReadAsync("letter"));
        Assert.Null(await world.B.FileAsync(blob));

        Assert.True(await world.B.Mediator.Send(new FetchFile(Key(blob))));
        Assert.Equal(TwoChunks, await world.B.FileAsync(blob));
        Assert.Null(await world.B.FileAsync(other));
        Assert.Equal(TwoChunks.Length, await world.B.Mediator.Send(new EvictBlob(Key(blob)))); // the server has it, and that is known
    }

    [Fact]
    public async Task What_the_owner_pinned_comes_by_itself()
    {
        await using var world = await World.StartAsync(syncSettings: With("files", "onDemand"));
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        await world.B.Mediator.Send(new PinBlob(Key(blob), Pinned: true));
        await world.B.SyncAsync();

        Assert.Equal(TwoChunks, await world.B.FileAsync(blob));
    }

    [Fact]
    public async Task A_file_that_is_asked_for_comes_neither_while_sync_is_paused_nor_where_nobody_names_it()
    {
        await using var world = await World.StartAsync(syncSettings: With("files", "onDemand"));
        var blob = await world.A.AttachAsync("letter", TwoChunks);
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.False(await world.B.Mediator.Send(new FetchFile(new BlobKey(new string('0', 64)))));
        await world.B.Mediator.Send(new PauseSync());
        var asked = world.Proxy.Count("GET", "-blob/");

        Assert.False(await world.B.Mediator.Send(new FetchFile(Key(blob))));
        Assert.Equal(asked, world.Proxy.Count("GET", "-blob/"));
    }

    [Fact]
    public async Task A_file_of_the_size_that_is_allowed_comes_and_a_larger_one_when_it_is_asked_for()
    {
        await using var world = await World.StartAsync(syncSettings: With("fileSize", "3"));
        var small = await world.A.AttachAsync("small", [1, 2, 3]);
        var large = await world.A.AttachAsync("large", [1, 2, 3, 4]);
        await world.A.SyncAsync();

        await world.B.SyncAsync();

        Assert.Equal([1, 2, 3], await world.B.FileAsync(small));
        Assert.Null(await world.B.FileAsync(large));
        Assert.True(await world.B.Mediator.Send(new FetchFile(Key(large))));
        Assert.Equal([1, 2, 3, 4], await world.B.FileAsync(large));
    }

    [Fact]
    public async Task Files_come_whose_documents_were_changed_in_the_last_days()
    {
        await using var world = await World.StartAsync(syncSettings: With("fileAge", "7"));
        var old = await world.A.AttachAsync("old", [1]);
        world.A.Time.Advance(TimeSpan.FromDays(8));
        world.B.Time.Advance(TimeSpan.FromDays(8));
        var young = await world.A.AttachAsync("young", [2]);
        await world.A.SyncAsync();

        await world.B.SyncAsync();

        Assert.Equal([2], await world.B.FileAsync(young));
        Assert.Null(await world.B.FileAsync(old));
    }

    private static async Task<bool> LanesAsync(Device device) => !(await device.Mediator.Send(new DescribeSync())).Live.IsEmpty;

    private static ImmutableDictionary<string, string> With(string name, string value) => ImmutableDictionary<string, string>.Empty.Add(name, value);

    private static BlobKey Key(BlobReference blob) => new(blob.Manifest.ToString());

    private static async Task RunAsync(Device device, SyncScope scope)
    {
        var outcome = await device.Mediator.Send(new RunSyncRound { Scope = scope });
        Assert.True(outcome.Succeeded, outcome.Summary);
    }
}
