using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>The owner has the server's copy removed: there nothing sealed is left, here everything stays.</summary>
public sealed class RemovalTests
{
    [Fact]
    public async Task Everything_of_the_vault_goes_from_the_server_and_nothing_from_the_device()
    {
        await using var world = await FullAsync();
        var before = await world.A.EverythingAsync();

        var removal = await world.A.Mediator.Send(new RemoveRemote());

        Assert.Equal((4, 2, 0, 0), (removal.Documents, removal.Chunks, removal.Refused, removal.Strangers));
        Assert.True(removal.Logs >= 4); // a head and a piece of its log for each of two devices
        Assert.Empty(await world.Server.IdsAsync(World.Database));
        Assert.Empty(await world.Server.IdsAsync(World.Database + "-blob"));
        await AssertEmptyAsync(world);
        Assert.Equal(before, await world.A.EverythingAsync());
        Assert.Equal(SyncState.Off, (await world.A.Mediator.Send(new DescribeSync())).State);
    }

    [Fact]
    public async Task What_strangers_put_there_is_left_alone_and_said()
    {
        await using var world = await FullAsync();
        await world.Server.GraftAsync($$"""{"_id":"guest","_rev":"{{World.MadeUpRevision}}"}""");

        var removal = await world.A.Mediator.Send(new RemoveRemote());

        Assert.Equal(1, removal.Strangers);
        Assert.Equal(["guest"], await world.Server.IdsAsync(World.Database));
        Assert.Contains(removal.Stays, sentence => sentence.StartsWith("1 documents", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)] // before the vault document
    [InlineData(1)] // before the documents
    [InlineData(2)] // before the chunks
    public async Task Cut_off_anywhere_nothing_else_is_sent_and_doing_it_again_ends_it(int writes)
    {
        await using var world = await FullAsync();
        var left = writes;
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") && Interlocked.Decrement(ref left) < 0 ? ProxyAnswer.Error(503, "down") : null;
        await Assert.ThrowsAsync<RemoteUnavailableException>(() => world.A.Mediator.Send(new RemoveRemote()));
        world.Proxy.BeHonest();
        await world.RestartAsync(0);

        Assert.Equal(SyncState.Removing, (await world.A.Mediator.Send(new DescribeSync())).State);
        Assert.Equal("RemovalUnfinished", (await Assert.ThrowsAsync<UsageException>(world.A.SyncAsync)).Code);
        Assert.True((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
        Assert.Empty(world.Proxy.Requests);

        await world.A.Mediator.Send(new RemoveRemote());

        await AssertEmptyAsync(world);
        Assert.Equal(SyncState.Off, (await world.A.Mediator.Send(new DescribeSync())).State);
    }

    [Fact]
    public async Task Other_devices_stop_at_the_missing_vault_and_send_nothing_back()
    {
        await using var world = await FullAsync();
        await world.A.Mediator.Send(new RemoveRemote());
        await world.B.WriteAsync("later", "9");

        Assert.Equal("VaultMissing", (await Assert.ThrowsAsync<VaultException>(world.B.SyncAsync)).Code);

        await AssertEmptyAsync(world);
        Assert.Equal("9", await world.B.ReadAsync("later"));
    }

    [Fact]
    public async Task Without_an_account_there_is_nothing_to_remove()
    {
        await using var device = await Device.StartAsync();

        Assert.Equal("SyncOff", (await Assert.ThrowsAsync<UsageException>(() => device.Mediator.Send(new RemoveRemote()))).Code);
    }

    [Fact]
    public async Task What_the_server_will_not_let_go_is_counted()
    {
        await using var world = await FullAsync();
        var kept = await world.A.RemoteIdAsync("one");
        world.Proxy.After = (request, answer) => request.Is("POST", $"{World.Database}/_bulk_docs") && request.Body.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(kept)) >= 0
            ? ProxyAnswer.Text(201, $$"""[{"id":"{{kept}}","error":"forbidden","reason":"no"}]""")
            : answer;

        var removal = await world.A.Mediator.Send(new RemoveRemote());

        Assert.Equal(1, removal.Refused);
        Assert.Contains(removal.Stays, sentence => sentence.StartsWith("1 things", StringComparison.Ordinal));
    }

    // Two devices, a conflict that left two leaves, a deleted document with its sealed tombstone, a file.
    private static async Task<World> FullAsync()
    {
        var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "3");
        await world.B.WriteAsync("one", "4");
        await world.A.Mediator.Send(new DeleteDocument(new("two"), await world.A.RevisionAsync("two")));
        await world.A.WriteAsync("three", "5");
        await world.A.AttachAsync("letter", [1, 2, 3]);
        foreach (var device in new[] { world.A, world.B, world.A })
        {
            await device.SyncAsync();
        }

        world.Proxy.BeHonest();
        return world;
    }

    // No leaf of any document has a body, deleted ones included.
    private static async Task AssertEmptyAsync(World world)
    {
        foreach (var database in new[] { World.Database, World.Database + "-blob" })
        {
            var changes = await world.Server.SendAsync(HttpMethod.Get, $"{database}/_changes?style=all_docs");
            foreach (var row in changes["results"]!.AsArray())
            {
                foreach (var change in row!["changes"]!.AsArray())
                {
                    var leaf = await world.Server.SendAsync(HttpMethod.Get, $"{database}/{row["id"]}?rev={change!["rev"]}");
                    Assert.Equal(["_deleted", "_id", "_rev"], leaf.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
                }
            }
        }
    }
}
