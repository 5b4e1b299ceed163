using System.Buffers.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Hostile;

/// <summary>A server that injects more than anybody could want costs a bounded number of questions and rows.</summary>
public sealed class FloodTests
{
    private const int Injected = 10_200;

    [Fact]
    public async Task T42_Ten_thousand_injected_documents_are_counted_and_capped_and_the_real_ones_arrive()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAllAsync("one", "two", "three");
        await world.A.SyncAsync();
        var random = new Random(42);
        for (var part = 0; part < Injected; part += 1020)
        {
            await world.Server.GraftAsync(string.Join(',', Enumerable.Range(0, 1020).Select(_ => MadeUp(random))));
        }

        world.Proxy.BeHonest();
        var report = await world.B.SyncAsync();

        Assert.Equal((3, Injected), (report.DocumentsPulled, report.Quarantined));
        Assert.Equal(10_000, await world.B.Mediator.Send(new CountQuarantine()));
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Equal(21, world.Proxy.Count("GET", "/_changes")); // 10,204 rows by 500
        Assert.InRange(world.Proxy.Count("POST", "/_bulk_get"), 82, 105); // by 125, each feed piece for itself
        world.Proxy.BeHonest();
        await world.A.WriteAsync("later", "5");
        await world.A.SyncAsync();
        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.Equal("5", await world.B.ReadAsync("later"));
        Assert.Equal(1, world.Proxy.Count("POST", "/_bulk_get")); // none of them is asked for again
    }

    // Random bytes of the right length behind a right header, under the revision they claim.
    private static string MadeUp(Random random)
    {
        var (id, envelope) = (new byte[32], new byte[332]);
        random.NextBytes(id);
        random.NextBytes(envelope);
        byte[] start = [.. "AX"u8, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, .. new byte[16]];
        start.CopyTo(envelope, 0);
        return new JsonObject
        {
            ["_id"] = "d" + Base64Url.EncodeToString(id),
            ["_rev"] = "1-" + Convert.ToHexStringLower(envelope[28..44]),
            ["e"] = Base64Url.EncodeToString(envelope),
        }.ToJsonString();
    }
}
