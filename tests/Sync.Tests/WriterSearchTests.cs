using Aurix.Platform.Documents;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Who wrote a version is read out of the devices' logs.</summary>
public sealed class WriterSearchTests
{
    [Fact]
    public async Task A_revision_is_told_by_the_device_that_sent_it_and_by_nobody_before_it_was_sent()
    {
        await using var world = await World.SharedAsync();
        var ofA = await world.A.RevisionAsync("one");
        var ofB = await world.B.WriteAsync("one", "10");
        Assert.Equal([(ofA, world.A)], await FoundAsync(world, world.B, "one", ofA, ofB));

        await world.B.SyncAsync();
        await world.A.SyncAsync();

        Assert.Equal([(ofA, world.A), (ofB, world.B)], await FoundAsync(world, world.A, "one", ofA, ofB));
        Assert.Equal([(ofA, world.A), (ofB, world.B)], await FoundAsync(world, world.B, "one", ofA, ofB));
    }

    [Fact]
    public async Task A_revision_of_another_document_is_not_found()
    {
        await using var world = await World.SharedAsync();

        Assert.Empty(await FoundAsync(world, world.B, "two", await world.A.RevisionAsync("one")));
    }

    [Fact] // a device settles before it sends
    public async Task A_version_that_lost_before_it_was_sent_is_told_by_its_device_all_the_same()
    {
        await using var world = await World.SharedAsync();
        var ofB = await world.B.WriteAsync("one", "10");
        var ofA = await world.A.WriteAsync("one", "20");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();

        Assert.Equal([(ofA, world.A), (ofB, world.B)], await FoundAsync(world, world.A, "one", ofA, ofB));
    }

    private static async Task<(Revision, Device)[]> FoundAsync(World world, Device asked, string id, params Revision[] revisions)
    {
        var found = await asked.Mediator.Send(new FindWriters(new(id), [.. revisions]));
        var devices = new List<(Revision, Device)>();
        foreach (var revision in revisions.Where(found.ContainsKey))
        {
            var writer = Assert.Single(found[revision]).Device;
            foreach (var device in world.Devices)
            {
                if ((await device.SelfAsync()).Device == writer)
                {
                    devices.Add((revision, device));
                }
            }
        }

        return [.. devices];
    }
}
