using System.Text.Json.Nodes;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Protocol;

/// <summary>A place in a change feed is whatever a server says, goes back as it came, and is kept as soon as it moves.</summary>
public sealed class FeedPlaceTests
{
    [Theory]
    [InlineData("""{"node":"a","seq":[1,2]}""")]
    [InlineData("""[12,"g1AAAAB"]""")]
    [InlineData("12")]
    [InlineData("\"12-g1AAA+/=&?\"")]
    public async Task A_place_may_be_any_JSON_and_goes_back_exactly_as_it_came(string place)
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => request.Is("GET", "/_changes") ? answer.Edit(feed => feed["last_seq"] = JsonNode.Parse(place)) : answer;
        await world.B.SyncAsync();
        world.Proxy.BeHonest();
        world.Proxy.Before = request => request.Is("GET", "/_changes") ? ProxyAnswer.Text(200, $$"""{"results":[],"last_seq":{{place}}}""") : null;

        await world.B.SyncAsync();

        var asked = Assert.Single(world.Proxy.Requests, request => request.Is("GET", "/_changes")).Path;
        Assert.EndsWith("&since=" + Uri.EscapeDataString(place.Trim('"')), asked, StringComparison.Ordinal);
        Assert.Equal("2", await world.B.ReadAsync("one"));
    }

    [Fact]
    public async Task A_place_that_moves_without_rows_is_kept()
    {
        await using var world = await World.SharedAsync();
        world.Proxy.Before = request => request.Is("GET", "/_changes") ? ProxyAnswer.Text(200, """{"results":[],"last_seq":"77-moved"}""") : null;
        await world.B.SyncAsync();
        world.Proxy.Requests.Clear();

        await world.B.SyncAsync();
        await world.B.SyncAsync();

        Assert.All(world.Proxy.Requests.Where(request => request.Is("GET", "/_changes")), request => Assert.EndsWith("since=77-moved", request.Path, StringComparison.Ordinal));
        Assert.Equal(0, world.Proxy.Count("PUT", "/_local/")); // where nothing moves, nothing is written
    }

    [Fact]
    public async Task A_checkpoint_that_landed_though_its_answer_was_lost_is_ours()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        var lost = 0;
        world.Proxy.After = (request, answer) => request.Is("PUT", "/_local/") && Interlocked.Increment(ref lost) == 1 ? ProxyAnswer.Dropped : answer;

        await world.A.SyncAsync();

        Assert.Equal(3, lost); // the pull's, again, and the push's
        world.Proxy.BeHonest();
        Assert.Equal(0, (await world.A.SyncAsync()).DocumentsPushed);
        Assert.DoesNotContain(world.Proxy.Requests, request => request.Path.EndsWith("since=0", StringComparison.Ordinal));
        Assert.Equal(0, world.Proxy.Count("POST", "/_revs_diff"));
    }

    [Theory]
    [InlineData("aurix-vault")]
    [InlineData("_local/")]
    public async Task A_write_that_landed_though_its_answer_was_lost_counts_as_written(string place)
    {
        await using var server = await Server.StartAsync();
        await using var proxy = await HostileProxy.StartAsync(server.Address);
        await using var device = await Device.StartAsync();
        await World.SetUpAsync(server, device);
        var lost = 0;
        proxy.After = (request, answer) => request.Is("PUT", place) && Interlocked.Increment(ref lost) == 1 ? ProxyAnswer.Dropped : answer;

        var outcome = await device.EnableAsync($"{proxy.Address}/{World.Database}", create: true);
        await device.WriteAsync("one", "1");
        await device.SyncAsync();

        Assert.NotNull(outcome.RecoveryCode); // it is shown once, and never again
        outcome.RecoveryCode.Dispose();
        Assert.InRange(lost, 1, 10);
    }
}
