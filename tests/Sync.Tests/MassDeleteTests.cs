using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Live;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Many deletes at a time wait for their owner's yes; nothing else waits for them.</summary>
public sealed class MassDeleteTests
{
    private static readonly string[] Sixty = [.. Enumerable.Range(0, 60).Select(number => $"note{number:00}")];

    [Fact]
    public async Task Many_deletes_are_held_back_until_they_are_confirmed_and_nothing_else_is()
    {
        await using var world = await SharedAsync();
        await DeleteAsync(world.A, Sixty[..55]);
        await world.A.WriteAsync("later", "1");

        var held = (await world.A.SyncAsync()).HeldDeletes;
        await world.RestartAsync(0); // what waits is known after a restart, too
        var heldStill = (await world.A.SyncAsync()).HeldDeletes;
        await world.B.SyncAsync();

        Assert.Equal((55, 55), (held, heldStill));
        Assert.Equal("1", await world.B.ReadAsync("later"));
        Assert.Equal(0, await DeletedAsync(world.B));
        Assert.Equal(55, (await world.A.Mediator.Send(new DescribeSync())).HeldDeletes);
        Assert.Equal(55, await world.A.Mediator.Send(new ConfirmDeletes()));
        Assert.Equal(0, (await world.A.SyncAsync()).HeldDeletes);
        await world.B.SyncAsync();
        Assert.Equal(55, await DeletedAsync(world.B));
        Assert.Empty(await world.B.AlarmsAsync());
    }

    [Fact]
    public async Task Few_deletes_are_nobodys_business()
    {
        await using var world = await SharedAsync();
        await DeleteAsync(world.A, Sixty[..50]);

        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(50, await DeletedAsync(world.B));
    }

    [Fact]
    public async Task Deletes_that_came_from_the_server_are_not_held_back_here()
    {
        await using var world = await SharedAsync();
        await DeleteAsync(world.B, Sixty);
        await world.B.Mediator.Send(new ConfirmDeletes());
        await world.B.SyncAsync();

        Assert.Equal(0, (await world.A.SyncAsync()).HeldDeletes);
        Assert.Equal(0, (await world.A.SyncAsync()).HeldDeletes);
        Assert.Equal(60, await DeletedAsync(world.A));
    }

    [Fact]
    public async Task Documents_that_are_taken_back_go_on_and_nobody_is_asked_any_more()
    {
        await using var world = await SharedAsync();
        await DeleteAsync(world.A, Sixty[..55]);
        Assert.Equal(55, (await world.A.SyncAsync()).HeldDeletes);

        await world.A.WriteAllAsync(Sixty[..10]);

        Assert.Equal(0, (await world.A.SyncAsync()).HeldDeletes);
        await world.B.SyncAsync();
        Assert.Equal(45, await DeletedAsync(world.B));
    }

    [Fact]
    public async Task Whoever_follows_the_server_holds_them_back_as_well()
    {
        await using var live = await LiveWorld.StartAsync(follow: false);
        await live.A.WriteAllAsync(Sixty);
        await live.A.SyncAsync();
        await live.B.SyncAsync();
        live.World.Proxy.CutOff(); // so that the deletes are one crowd and not a few at a time
        live.Follow(live.A);
        live.Follow(live.B);
        await DeleteAsync(live.A, Sixty[..55]);

        live.Proxy.BeHonest();
        await live.A.WriteAsync("later", "1");

        await LiveWorld.ShowsAsync(live.B, "later", "1");
        await LiveWorld.UntilAsync(live.A, async () => (await live.A.Mediator.Send(new DescribeSync())).HeldDeletes == 55, "they were not held back");
        Assert.Equal(0, await DeletedAsync(live.B));
    }

    private static async Task<World> SharedAsync()
    {
        var world = await World.StartAsync();
        await world.A.WriteAllAsync(Sixty);
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        return world;
    }

    private static async Task DeleteAsync(Device device, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            Assert.IsType<PutOutcome.Saved>(await device.Mediator.Send(new DeleteDocument(new(id), await device.RevisionAsync(id))));
        }
    }

    private static async Task<int> DeletedAsync(Device device) =>
        (await device.Mediator.Send(new ListDocuments(null, 1000) { Deleted = DeletedDocuments.Only })).Documents.Length;
}
