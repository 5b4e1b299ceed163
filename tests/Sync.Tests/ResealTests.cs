using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Healing;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Leaves that are said again mean what they meant, and devices that say them again apart write one revision.</summary>
public sealed class ResealTests
{
    [Fact]
    public async Task Two_devices_that_say_a_leaf_again_write_one_revision()
    {
        await using var world = await World.StartAsync();
        var before = await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(1, await ResealAsync(world.A, "note"));
        Assert.Equal(1, await ResealAsync(world.B, "note"));

        var after = await world.A.RevisionAsync("note");
        Assert.Equal(after, await world.B.RevisionAsync("note"));
        Assert.Equal((2, "1"), (after.Generation, await world.A.ReadAsync("note")));
        Assert.Equal(before, Assert.Single((await LeavesAsync(world.A, "note"))[0].Body!.Parents));
        Assert.Empty(await world.A.Mediator.Send(new ListUnnormalised(10)));
        Assert.Equal(1, (await world.A.SyncAsync()).DocumentsPushed);
        Assert.Equal(0, (await world.B.SyncAsync()).DocumentsPushed);
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    [Fact]
    public async Task A_deletion_and_a_park_stay_what_they_are()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.WriteAsync("note", "2");
        await world.B.WriteAsync("note", "3");
        await world.A.SyncAsync();
        await world.B.SyncAsync(); // meets A's edit: one is shown, the other parked
        await world.A.SyncAsync();
        var shown = await world.A.ReadAsync("note");
        var gone = await world.A.WriteAsync("gone", "4");
        await world.A.Mediator.Send(new DeleteDocument(new("gone"), gone));

        var parked = await ParkedAsync(world.A, "note");
        Assert.NotEmpty(parked);
        await ResealAsync(world.A, "note");
        Assert.Equal(1, await ResealAsync(world.A, "gone"));

        Assert.Equal(parked, await ParkedAsync(world.A, "note"));
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal(shown, await world.B.ReadAsync("note"));
        Assert.True((await LeavesAsync(world.B, "gone"))[0].Body!.Deleted);
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Equal(0, (await world.A.SyncAsync()).DocumentsPushed);
        Assert.Equal(0, (await world.B.SyncAsync()).DocumentsPushed);
    }

    [Fact]
    public async Task An_edit_beside_a_leaf_that_was_said_again_is_a_conflict_like_any_other()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await ResealAsync(world.A, "note");
        await world.B.WriteAsync("note", "2");

        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();

        Assert.Equal("2", await world.A.ReadAsync("note")); // an edit that contains all that the other says
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    private static Task<int> ResealAsync(Device device, string id) =>
        new Resealer(device.Mediator).ResealAsync([new(id)], static _ => true, CancellationToken.None);

    private static async Task<Revision[]> ParkedAsync(Device device, string id) =>
        [.. (await LeavesAsync(device, id)).Select(leaf => leaf.Body!.Parked).OfType<ParkedRevision>().Select(parked => parked.Revision).Order()];

    private static async Task<List<TreeNode>> LeavesAsync(Device device, string id) =>
        [.. (await device.Mediator.Send(new ReadTree(new(id))))!.Leaves];
}
