using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.Scheduling;

/// <summary>What was due and did not happen is made up for or left out, as its owner said, and no two daemons do the same.</summary>
public sealed class MissedRunTests
{
    private static readonly Schedule Nightly = new("nightly", "storage.care", new Timing.At("0 0 3 * * ?"));

    [Fact]
    public async Task A_run_that_was_due_while_no_daemon_ran_is_made_up_for_once()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Nightly);
        await using (await host.StartAsync())
        {
            Assert.Equal(ScheduledHost.Moment("2026-11-24T03:00:00+01:00"), host.Next("nightly"));
        }

        host.Time.Advance(TimeSpan.FromDays(3));
        await using var jobs = await host.StartAsync();

        Assert.IsType<CareForStore>(await host.NextRunAsync());
        var run = Assert.Single(await host.HistoryOfAsync(ended: 1));
        Assert.Equal(("nightly", "storage.care", RunOutcome.Succeeded, "done"), (run.Schedule, run.Job, run.Outcome, run.Summary));
        Assert.Equal(ScheduledHost.Moment("2026-11-26T12:00:00+01:00"), run.Started);
        Assert.Equal(ScheduledHost.Moment("2026-11-27T03:00:00+01:00"), host.Next("nightly"));
    }

    [Fact]
    public async Task Or_it_is_left_out_where_its_owner_said_so()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Nightly with { SkipsMissed = true });
        await using (await host.StartAsync())
        {
        }

        host.Time.Advance(TimeSpan.FromDays(3));
        await using var jobs = await host.StartAsync();

        Assert.Equal(ScheduledHost.Moment("2026-11-27T03:00:00+01:00"), host.Next("nightly"));
        Assert.Empty(host.History.Newest(null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_whose_daemon_died_in_the_middle_is_known_and_made_up_for_or_left_out(bool skips)
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Nightly with { SkipsMissed = skips });
        host.History.Begin(Nightly, host.Time.GetUtcNow()); // what is left of a process that was killed

        await using var jobs = await host.StartAsync();
        var runs = await host.HistoryOfAsync(ended: skips ? 1 : 2);

        Assert.Equal((RunOutcome.CutOff, "The process ended in the middle of it."), (runs[^1].Outcome, runs[^1].Summary));
        Assert.Equal(skips ? [] : [RunOutcome.Succeeded], runs.SkipLast(1).Select(run => run.Outcome));
        Assert.Equal(!skips, host.HasRun);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_whose_daemon_died_before_it_could_be_noted_is_known_as_well(bool skips)
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Nightly with { SkipsMissed = skips });
        await using (await host.StartAsync())
        {
        }

        // What is left of a process that was killed after its clock had gone off and before anything came of it: the next time is tomorrow already.
        host.Database.Do(
            """
            INSERT INTO QRTZ_FIRED_TRIGGERS (SCHED_NAME, ENTRY_ID, TRIGGER_NAME, TRIGGER_GROUP, INSTANCE_NAME, FIRED_TIME, SCHED_TIME, PRIORITY, STATE, JOB_NAME, JOB_GROUP, IS_NONCONCURRENT, REQUESTS_RECOVERY)
            SELECT SCHED_NAME, 'killed', TRIGGER_NAME, TRIGGER_GROUP, 'gone', $0, $0, 5, 'EXECUTING', JOB_NAME, JOB_GROUP, 1, 0 FROM QRTZ_TRIGGERS WHERE TRIGGER_NAME = 'nightly'
            """,
            host.Time.GetUtcNow().UtcTicks);
        await using var jobs = await host.StartAsync();
        var runs = await host.HistoryOfAsync(ended: skips ? 1 : 2);

        Assert.Equal((RunOutcome.CutOff, "The process ended as it began."), (runs[^1].Outcome, runs[^1].Summary));
        Assert.Equal(skips ? [] : [RunOutcome.Succeeded], runs.SkipLast(1).Select(run => run.Outcome));
    }

    [Fact]
    public async Task A_run_that_is_cut_off_because_aurix_stops_goes_on_at_the_next_start()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(new("yearly", "storage.care", new Timing.Every(TimeSpan.FromDays(365)))); // the clock below goes as fast as the machine can
        host.Work = async cancellationToken =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return new JobOutcome(true, "never");
        };
        var first = await host.StartAsync();
        await host.NextRunAsync();
        var stopping = first.DisposeAsync().AsTask();
        while (!stopping.IsCompleted)
        {
            host.Time.Advance(TimeSpan.FromSeconds(1)); // its patience
            await Task.Yield();
        }

        await stopping;
        host.Work = _ => Task.FromResult(new JobOutcome(true, "done"));
        await using var second = await host.StartAsync();

        Assert.Equal([RunOutcome.Succeeded, RunOutcome.CutOff], (await host.HistoryOfAsync(ended: 2)).Select(run => run.Outcome));
    }

    [Fact]
    public async Task Of_two_daemons_one_runs_the_schedules_and_the_other_takes_over_when_it_ends()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T02:59:30+01:00");
        host.Book.Add(Nightly);
        var first = await host.StartAsync();
        await using var second = await host.StartAsync();
        Assert.Equal((true, false), (first.HasTurn, second.HasTurn));

        host.Time.Advance(TimeSpan.FromSeconds(31));
        await host.NextRunAsync();
        await host.HistoryOfAsync(ended: 1);
        await first.DisposeAsync();
        while (!second.HasTurn)
        {
            host.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Yield();
        }

        Assert.Single(host.History.Newest(null));
        Assert.Equal(ScheduledHost.Moment("2026-11-24T03:00:00+01:00"), host.Next("nightly"));
        Assert.True(await second.RunNowAsync("nightly", CancellationToken.None));
        await host.NextRunAsync();
    }

    [Fact]
    public async Task What_is_about_a_process_itself_runs_in_each_and_is_not_kept()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00", new("storage.care", TimeSpan.FromSeconds(30), new CareForStore()) { IsForEachProcess = true });
        await using var first = await host.StartAsync();
        await host.NextRunAsync();
        await using var second = await host.StartAsync();
        await host.NextRunAsync();

        Assert.False(second.HasTurn);
        Assert.Null(host.Next("storage.care"));
        Assert.Empty(host.History.Newest(null));
    }
}
