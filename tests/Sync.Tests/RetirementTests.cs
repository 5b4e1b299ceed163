using System.Globalization;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Kept losers go when every active device has long known what contains them, and never before (conflict.md §2.4).</summary>
public sealed class RetirementTests
{
    // Which of two equally long branches a merge grows on is in their hashes; the winner under another's branch is parked too.
    private const string GaveUp = "^gave up [12] kept losers$";

    private static readonly DocumentId Id = new("one");

    [Fact]
    public async Task A_loser_is_given_up_when_all_active_devices_have_seen_its_merge_and_time_has_passed()
    {
        await using var world = await SettledAsync();

        await RetireAsync(world.A); // leaves the mark
        Pass(world, 91);
        await HearAsync(world.B);
        var done = await RetireAsync(world.A);

        Assert.Matches(GaveUp, done);
        Assert.Equal(0, await ParksAsync(world.A));
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal(0, await ParksAsync(world.B));
        Assert.Equal("\"second\"", await ShownAsync(world.B));
    }

    [Fact]
    public async Task A_loser_stays_while_an_active_device_has_not_seen_its_merge()
    {
        await using var world = await SettledAsync(devices: 3, retireDays: 30);
        await RetireAsync(world.A);
        Pass(world, 31);
        await HearAsync(world.B);

        Assert.Equal("waiting for the other devices, and for time to pass", await RetireAsync(world.A));
        Assert.NotEqual(0, await ParksAsync(world.A));

        await HearAsync(world.C);
        Assert.Matches(GaveUp, await RetireAsync(world.A));
    }

    [Fact]
    public async Task A_device_that_was_not_heard_for_ninety_days_is_not_waited_for_and_still_loses_nothing()
    {
        await using var world = await SettledAsync(devices: 3);
        await world.C.WriteAsync("one", "\"of C, unsent\"");
        await RetireAsync(world.A);
        Pass(world, 91);
        await HearAsync(world.B);

        Assert.Matches(GaveUp, await RetireAsync(world.A));
        await world.C.SyncAsync();
        await world.A.SyncAsync();
        Assert.Equal("\"of C, unsent\"", await ShownAsync(world.A));
    }

    [Fact]
    public async Task A_loser_that_came_after_the_mark_waits_for_the_next_one()
    {
        await using var world = await SettledAsync();
        await RetireAsync(world.A);
        await DivideAsync(world, "third", "fourth");
        Pass(world, 91);
        await HearAsync(world.B);

        Assert.Matches(GaveUp, await RetireAsync(world.A));
        Assert.NotEqual(0, await ParksAsync(world.A));
    }

    [Fact]
    public async Task Losers_are_kept_for_ever_where_the_owner_says_so()
    {
        await using var world = await SettledAsync(retireDays: 0);

        Assert.Equal("kept losers are never given up", await RetireAsync(world.A));
    }

    private static async Task<World> SettledAsync(int devices = 2, int retireDays = 90)
    {
        var world = await World.StartAsync(devices, new Dictionary<string, string> { ["retireDays"] = retireDays.ToString(CultureInfo.InvariantCulture) });
        await world.A.WriteAsync("one", "\"root\"");
        foreach (var device in world.Devices)
        {
            await device.SyncAsync();
        }

        await DivideAsync(world, "first", "second");
        return world;
    }

    private static async Task DivideAsync(World world, string first, string second)
    {
        await world.A.WriteAsync("one", $"\"{first}\"");
        await world.B.WriteAsync("one", $"\"{second}\"");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();
    }

    // A device says what it has seen when it has something to say.
    private static async Task HearAsync(Device device)
    {
        await device.WriteAsync("two", "\"something to say\"");
        await device.SyncAsync();
    }

    private static async Task<string> RetireAsync(Device device)
    {
        var outcome = await device.Mediator.Send(new RunRetirement());
        Assert.True(outcome.Succeeded, outcome.Summary);
        return outcome.Summary;
    }

    private static void Pass(World world, int days)
    {
        foreach (var device in world.Devices)
        {
            device.Time.Advance(TimeSpan.FromDays(days));
        }
    }

    private static async Task<int> ParksAsync(Device device) =>
        (await device.Mediator.Send(new ReadTree(Id)))!.Leaves.Count(leaf => leaf.Body?.Parked is not null);

    private static async Task<string> ShownAsync(Device device) =>
        Assert.IsType<GetOutcome.Found>(await device.Mediator.Send(new GetDocument(Id))).Body.Content.ToText();
}
