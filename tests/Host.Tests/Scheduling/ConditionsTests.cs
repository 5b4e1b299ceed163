using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Tests.Scheduling;

/// <summary>A run whose hours or conditions do not hold waits for them, and the history says so once.</summary>
public sealed class ConditionsTests
{
    private static readonly Schedule Files = new("files", "storage.care", new Timing.Every(TimeSpan.FromMinutes(15))) { NeedsUnmetered = true };

    [Fact]
    public async Task What_nobody_said_hinders_nothing()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Files with { NeedsExternalPower = true });
        await using var jobs = await host.StartAsync();

        await host.NextRunAsync();

        Assert.Equal(new DeviceConditions(null, null, null, null), await host.Host.Mediator.Send(new DescribeConditions()));
    }

    [Fact]
    public async Task What_waits_for_a_network_starts_when_somebody_says_that_it_is_there()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Files);
        await host.Host.Mediator.Send(new SetConditions { Network = NetworkState.Metered });
        await using var jobs = await host.StartAsync();
        var waits = await host.HistoryOfAsync(ended: 1);
        host.Time.Advance(TimeSpan.FromMinutes(15));
        await ScheduledHost.UntilAsync(() => host.Next("files") == ScheduledHost.Moment("2026-11-23T12:30:00+01:00"));
        var isQuiet = !host.HasRun;

        host.Time.Advance(TimeSpan.FromMinutes(5));
        var said = await host.Host.Mediator.Send(new SetConditions { Network = NetworkState.Unmetered });
        await host.NextRunAsync();
        var runs = await host.HistoryOfAsync(ended: 2);

        Assert.True(isQuiet);
        Assert.Equal((RunOutcome.Skipped, "The network is metered."), (waits[0].Outcome, waits[0].Summary));
        Assert.Equal(ScheduledHost.Moment("2026-11-23T12:20:00+01:00"), said.NetworkSaid);
        Assert.Equal([RunOutcome.Succeeded, RunOutcome.Skipped], runs.Select(run => run.Outcome));
    }

    [Fact]
    public async Task What_is_due_outside_its_hours_starts_when_they_begin()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        Assert.True(Window.TryParse("22:00-06:00", out var night));
        host.Book.Add(Files with { Timing = new Timing.Every(TimeSpan.FromDays(30)), Window = night });
        await using var jobs = await host.StartAsync();
        var waits = await host.HistoryOfAsync(ended: 1);
        await ScheduledHost.UntilAsync(() => host.Next("files") == ScheduledHost.Moment("2026-11-23T22:00:00+01:00"));

        host.Time.Advance(TimeSpan.FromHours(10));
        await host.NextRunAsync();

        Assert.Equal((RunOutcome.Skipped, "Outside its hours, 22:00-06:00."), (waits[0].Outcome, waits[0].Summary));
        Assert.Equal([RunOutcome.Succeeded, RunOutcome.Skipped], (await host.HistoryOfAsync(ended: 2)).Select(run => run.Outcome));
    }

    [Fact]
    public async Task A_person_who_asks_for_it_now_waits_for_nothing()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Files with { Timing = new Timing.At("0 0 3 * * ?"), IsPaused = true });
        await host.Host.Mediator.Send(new SetConditions { Network = NetworkState.None });
        await using var jobs = await host.StartAsync();

        Assert.True(await jobs.RunNowAsync("files", CancellationToken.None));
        Assert.False(await jobs.RunNowAsync("nothing", CancellationToken.None));

        await host.NextRunAsync();
    }

    [Theory]
    [InlineData(NetworkState.Metered, null, "The network is metered.")]
    [InlineData(NetworkState.None, null, "There is no network.")]
    [InlineData(NetworkState.Unmetered, PowerState.Battery, "The device runs on its battery.")]
    [InlineData(NetworkState.Unmetered, PowerState.External, null)]
    [InlineData(null, null, null)]
    public void What_hinders_is_named(NetworkState? network, PowerState? power, string? reason) => Assert.Equal(
        reason,
        JobGate.Hindrance(Files with { NeedsExternalPower = true }, new(network, null, power, null), DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc)?.Reason);

    [Fact]
    public void Who_asks_for_nothing_is_hindered_by_nothing() => Assert.Null(
        JobGate.Hindrance(new("any", "storage.care", new Timing.Off()), new(NetworkState.None, null, PowerState.Battery, null), DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc));
}
