using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Live;

/// <summary>Devices that follow their server stay equal by themselves.</summary>
public sealed class LiveTests
{
    [Fact]
    public async Task An_edit_arrives_on_the_other_device_without_anybody_asking()
    {
        await using var live = await LiveWorld.StartAsync();

        await live.A.WriteAsync("note", "1");
        await LiveWorld.ShowsAsync(live.B, "note", "1");
        await live.B.WriteAsync("note", "2");
        await LiveWorld.ShowsAsync(live.A, "note", "2");

        await LiveWorld.EqualAsync(live.A);
        await LiveWorld.EqualAsync(live.B);
        Assert.Equal(await live.A.EverythingAsync(), await live.B.EverythingAsync());
        Assert.Empty(await live.B.AlarmsAsync());
    }

    [Fact]
    public async Task Deletes_and_conflicts_settle_by_themselves()
    {
        await using var live = await LiveWorld.StartAsync();
        await live.A.WriteAllAsync("gone", "both");
        await LiveWorld.ShowsAsync(live.B, "both", "2");
        live.Proxy.CutOff();
        await live.A.WriteAsync("both", "\"from A\"");
        await live.B.WriteAsync("both", "\"from B\"");
        await live.A.Mediator.Send(new DeleteDocument(new("gone"), await live.A.RevisionAsync("gone")));

        live.Proxy.BeHonest();

        await LiveWorld.UntilAsync(live.B, async () => await live.B.Mediator.Send(new GetDocument(new("gone"))) is GetOutcome.Found { Body.Deleted: true }, "the delete never arrived");
        await LiveWorld.UntilAsync(live.A, async () => await live.A.StateAsync() == await live.B.StateAsync(), "the conflict never settled alike");
        Assert.Equal(await live.A.ReadAsync("both"), await live.B.ReadAsync("both"));
    }

    [Fact]
    public async Task What_was_written_while_the_network_was_gone_arrives_after_it_returns()
    {
        await using var live = await LiveWorld.StartAsync();
        await live.A.WriteAsync("before", "1");
        await LiveWorld.ShowsAsync(live.B, "before", "1");

        for (var flap = 0; flap < 3; flap++)
        {
            live.Proxy.CutOff();
            await live.A.WriteAsync($"a{flap}", "1");
            await live.B.WriteAsync($"b{flap}", "1");
            live.Proxy.BeHonest();
        }

        for (var flap = 0; flap < 3; flap++)
        {
            await LiveWorld.ShowsAsync(live.B, $"a{flap}", "1");
            await LiveWorld.ShowsAsync(live.A, $"b{flap}", "1");
        }
    }

    [Fact]
    public async Task A_file_that_does_not_get_through_delays_no_document_but_its_own()
    {
        await using var live = await LiveWorld.StartAsync();
        live.Proxy.Before = request => request.Is("PUT", "-blob/") ? ProxyAnswer.Error(503, "later") : null;
        var bytes = new byte[3_000_000];
        Random.Shared.NextBytes(bytes);
        var blob = await live.A.AttachAsync("recording", bytes);
        await LiveWorld.UntilAsync(live.A, () => Task.FromResult(live.Proxy.Count("PUT", "-blob/") > 0), "the file was never sent");

        await live.A.WriteAsync("note", "1");
        await LiveWorld.ShowsAsync(live.B, "note", "1");
        Assert.Null(await live.B.ReadAsync("recording")); // no name without its bytes
        live.Proxy.BeHonest();

        await LiveWorld.ShowsAsync(live.B, "recording", "{}");
        await LiveWorld.UntilAsync(live.B, async () => await live.B.FileAsync(blob) is { } file && file.AsSpan().SequenceEqual(bytes), "the file never came");
    }

    [Fact]
    public async Task Opting_out_ends_it_and_opting_in_again_begins_it()
    {
        await using var live = await LiveWorld.StartAsync();
        await live.A.WriteAsync("note", "1");
        await LiveWorld.ShowsAsync(live.B, "note", "1");

        await live.B.Mediator.Send(new DisableSync());
        await live.A.WriteAsync("note", "2");
        await LiveWorld.EqualAsync(live.A);

        Assert.Equal("1", await live.B.ReadAsync("note"));
        await live.B.EnableAsync($"{live.Proxy.Address}/{World.Database}");
        await LiveWorld.ShowsAsync(live.B, "note", "2");
    }

    [Fact]
    public async Task Each_lane_tells_its_own_trouble()
    {
        await using var live = await LiveWorld.StartAsync();
        await live.A.WriteAsync("note", "1");
        await LiveWorld.ShowsAsync(live.B, "note", "1");
        live.Proxy.Before = request => request.Is("POST", "_bulk_docs") ? ProxyAnswer.Error(503, "later") : null;

        await live.A.WriteAsync("note", "2");

        await LiveWorld.UntilAsync(live.A, async () => (await LaneAsync(live.A, "up")) is { IsWell: false }, "the lane never told");
        Assert.True((await LaneAsync(live.A, "down"))!.IsWell);
        live.Proxy.BeHonest();
        await LiveWorld.ShowsAsync(live.B, "note", "2");
        await LiveWorld.UntilAsync(live.A, async () => (await LaneAsync(live.A, "documents")) is { IsWell: true }, "the lane never got well");
    }

    [Fact]
    public async Task A_lane_whose_edits_a_round_has_sent_gets_well_without_a_further_edit()
    {
        await using var time = new SwiftTime();
        await using var live = await LiveWorld.StartAsync(clock: time.Clock);
        live.Proxy.Heartbeat = SwiftTime.Heartbeat;
        await live.A.WriteAsync("note", "1");
        await LiveWorld.ShowsAsync(live.B, "note", "1");
        live.Proxy.Before = request => request.Is("POST", "_bulk_docs") ? ProxyAnswer.Error(507, "insufficient_storage") : null;
        await live.A.WriteAsync("note", "2");
        await LiveWorld.UntilAsync(live.A, async () => (await LaneAsync(live.A, "up")) is { IsWell: false }, "the lane never told");
        live.Proxy.BeHonest();

        await LiveWorld.ShowsAsync(live.B, "note", "2");

        await LiveWorld.UntilAsync(live.A, async () => (await LaneAsync(live.A, "up")) is { IsWell: true }, "the lane tells of what is over");
    }

    [Fact]
    public async Task An_alarm_stops_the_short_way_out_and_nobody_asks_again_and_again()
    {
        await using var live = await LiveWorld.StartAsync(follow: false, devices: 3);
        var (a, c) = (live.A, live.World.C);
        await a.WriteAsync("old", "1");
        await a.SyncAsync();
        var yesterday = await live.World.BackUpServerAsync();
        await a.WriteAsync("new", "2");
        await a.SyncAsync();
        await live.World.ServeAsync(yesterday);
        await a.SyncAsync();
        Assert.Equal(["HeadRollback"], await a.AlarmsAsync());

        live.Follow(a);
        await a.WriteAsync("kept", "3");
        live.Proxy.BeHonest();
        for (var edit = 0; edit < 20; edit++)
        {
            await c.WriteAsync($"c{edit}", "1");
            await c.SyncAsync();
            await LiveWorld.ShowsAsync(a, $"c{edit}", "1");
        }

        var rounds = live.Proxy.Count("GET", "/aurix-vault") - 20; // the third device's are not counted
        Assert.True(rounds < 20, $"{rounds} rounds for twenty edits of somebody else");
        Assert.Equal(21, (await live.World.Server.IdsAsync(World.Database)).Count(id => id[0] == 'd'));
    }

    private static async Task<LiveLane?> LaneAsync(Device device, string name) =>
        (await device.Mediator.Send(new DescribeSync())).Live.FirstOrDefault(lane => lane.Name == name);
}
