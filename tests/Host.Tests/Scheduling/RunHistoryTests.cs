using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Tests.Scheduling;

public sealed class RunHistoryTests
{
    [Fact]
    public async Task The_newest_thousand_runs_are_kept()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        var history = host.History;
        for (var number = 1; number <= 1003; number++)
        {
            history.Note(new(number % 2 == 0 ? "even" : "odd", "storage.care", host.Time.GetUtcNow(), host.Time.GetUtcNow(), RunOutcome.Succeeded, $"{number}"));
        }

        Assert.Equal(1000, history.Newest(null).Length);
        Assert.Equal(["1003", "1001"], history.Newest("odd", 2).Select(run => run.Summary));
        Assert.Equal("1002", history.Last["even"].Summary);
        Assert.Equal("4", history.Newest(null)[^1].Summary);
    }
}
