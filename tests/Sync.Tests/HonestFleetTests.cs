using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>An honest server never raises an alarm, whatever the devices and the network do meanwhile.</summary>
public sealed class HonestFleetTests
{
    private const int Steps = 240;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_fleet_whose_rounds_interleave_break_and_stay_away_raises_no_alarm(int seed)
    {
        await using var world = await World.StartAsync(3);
        var chance = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            var index = chance.Next(3);
            foreach (var device in world.Devices)
            {
                device.Time.Advance(TimeSpan.FromMinutes(7)); // three rounds are soon older than the grace
            }

            switch (chance.Next(10))
            {
                case < 4:
                    await world.Devices[index].WriteAsync($"note{chance.Next(6)}", $"{step}");
                    break;
                case < 7:
                    await world.Devices[index].SyncAsync();
                    break;
                case < 9:
                    await BreakAsync(world, index, chance);
                    break;
                default:
                    await InterleaveAsync(world);
                    break;
            }

            foreach (var device in world.Devices)
            {
                Assert.Empty(await device.AlarmsAsync());
            }
        }

        world.Proxy.BeHonest();
        for (var round = 0; round < 3; round++)
        {
            foreach (var device in world.Devices)
            {
                await device.SyncAsync();
            }
        }

        foreach (var device in world.Devices)
        {
            Assert.Equal(await world.A.StateAsync(), await device.StateAsync());
            Assert.Empty(await device.AlarmsAsync());
            Assert.Equal((await device.SelfAsync()).Entries, (await world.Devices[chance.Next(3)].KnowsAsync(device)).Entries);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_round_that_breaks_at_any_request_leaves_no_alarm_and_a_whole_log_after_the_next(bool arrives)
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note0", "0");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.WriteAsync("note1", "1");
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        var requests = world.Proxy.Requests.Count;
        for (var place = 0; place < requests; place++)
        {
            await world.A.WriteAsync($"note{place + 2}", "1");
            await BreakAsync(world, 0, place, arrives);
            await world.RestartAsync(0);
            await world.B.SyncAsync();
            Assert.Empty(await world.B.AlarmsAsync());
            await world.A.SyncAsync();
            await world.B.SyncAsync();
            Assert.Empty(await world.A.AlarmsAsync());
            Assert.Empty(await world.B.AlarmsAsync());
            Assert.Equal(place + 3, (await world.B.KnowsAsync(world.A)).Entries);
        }
    }

    [Fact]
    public async Task An_edit_whose_author_went_silent_before_publishing_its_log_accounts_for_what_it_was_built_on()
    {
        await using var world = await World.StartAsync(3);
        await world.B.WriteAsync("note", "1");
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        await world.A.WriteAsync("note", "2");
        await world.A.WriteAsync("note", "3"); // what "1" became is here by name only
        world.Proxy.Before = request => request.Method == "PUT" && !request.Path.Contains("/_local/", StringComparison.Ordinal) ? ProxyAnswer.Dropped : null;
        await Assert.ThrowsAsync<RemoteUnavailableException>(world.A.SyncAsync);
        world.Proxy.BeHonest();

        for (var round = 0; round < 5; round++)
        {
            await world.C.SyncAsync();
            world.C.Time.Advance(TimeSpan.FromHours(1));
            Assert.Empty(await world.C.AlarmsAsync());
        }

        Assert.Equal("3", await world.C.ReadAsync("note"));
        await world.A.SyncAsync();
        await world.C.SyncAsync();
        Assert.Empty(await world.C.AlarmsAsync());
        Assert.Equal(3, (await world.C.KnowsAsync(world.A)).Entries + (await world.C.KnowsAsync(world.B)).Entries);
    }

    private static async Task BreakAsync(World world, int index, Random chance)
    {
        await BreakAsync(world, index, chance.Next(25), arrives: chance.Next(2) == 0);
        if (chance.Next(3) == 0)
        {
            await world.RestartAsync(index);
        }
    }

    // From one request on the network is dead; that one may or may not have reached the server.
    private static async Task BreakAsync(World world, int index, int place, bool arrives)
    {
        var left = place;
        world.Proxy.Before = _ => Volatile.Read(ref left) < 0 ? ProxyAnswer.Dropped : Interlocked.Decrement(ref left) < 0 && !arrives ? ProxyAnswer.Dropped : null;
        world.Proxy.After = (_, answer) => Volatile.Read(ref left) < 0 ? ProxyAnswer.Dropped : answer;
        try
        {
            await world.Devices[index].SyncAsync();
        }
        catch (RemoteUnavailableException)
        {
            // what was meant
        }

        world.Proxy.BeHonest();
    }

    private static Task InterleaveAsync(World world) => Task.WhenAll(world.Devices.Select(device => device.SyncAsync()));
}
