using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Tests.Scheduling;

public sealed class NextRunTests
{
    [Fact]
    public async Task The_next_round_is_the_first_of_every_schedule_that_is_not_paused()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-22T14:00:00+01:00");
        host.Book.Add(At("late", "0 0 23 * * ?"));
        host.Book.Add(At("early", "0 0 3 * * ?"));
        host.Book.Add(At("earliest", "0 0 15 * * ?") with { IsPaused = true });
        host.Book.Add(At("evening", "0 0 22 * * ?"));
        host.Book.Add(new("care", "storage.care", new Timing.At("0 0 16 * * ?")));
        await using var jobs = await host.StartAsync();

        Assert.Equal(new NextRun("evening", ScheduledHost.Moment("2026-11-22T21:00:00Z")), await jobs.NextRoundAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Where_nothing_is_scheduled_there_is_no_next_round()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-22T14:00:00+01:00");
        await using var jobs = await host.StartAsync();

        Assert.Null(await jobs.NextRoundAsync(CancellationToken.None));
    }

    private static Schedule At(string name, string cron) => new(name, "sync.round", new Timing.At(cron));
}
