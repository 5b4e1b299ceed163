using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A log that is longer than what is read each time: what it names is found all the same, and nothing is vouched for twice.</summary>
public sealed class NamedIndexTests
{
    private const int Documents = 4_200; // more than are read from the shelf, so that they are folded into buckets

    [Fact]
    public async Task After_a_folding_one_edit_adds_one_entry_also_when_everything_is_offered_again()
    {
        await using var world = await World.StartAsync();
        for (var start = 0; start < Documents; start += 600)
        {
            await world.A.Mediator.Send(new PutDocuments([.. Enumerable.Range(start, 600).Select(number => new PutDocument(new($"note:{number}"), CanonicalJson.Parse("{}"), null))]));
        }

        await world.A.SyncAsync();
        await world.A.WriteAsync("one more", "1");
        await world.A.SyncAsync();
        await world.A.WriteAsync("another", "1");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal(Documents + 2, await EntriesAsync(world.B));

        // The server is brought back empty: all is sent again, and the logs name it already.
        var vault = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/aurix-vault");
        vault.AsObject().Remove("_rev");
        await world.Server.RecreateAsync();
        await world.Server.SendAsync(HttpMethod.Put, $"{World.Database}/aurix-vault", vault.ToJsonString());
        await world.A.SyncAsync();
        await world.A.Mediator.Send(new AcceptAlarm("HeadRollback", null));
        await world.A.SyncAsync();

        var own = Assert.Single((await world.A.Mediator.Send(new ListDevices())).Where(device => device.IsThis));
        Assert.Equal(Documents + 2, own.Entries);
        Assert.Empty((await world.A.Mediator.Send(new DescribeSync())).Alarms);
    }

    private static async Task<long> EntriesAsync(Device device) => (await device.Mediator.Send(new ListDevices())).Sum(other => other.Entries);
}
