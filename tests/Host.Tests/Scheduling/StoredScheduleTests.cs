using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Tests.Scheduling;

/// <summary>What is kept of a schedule, and when it is due.</summary>
public sealed class StoredScheduleTests
{
    private static readonly Schedule Nightly = new("nightly", "storage.care", new Timing.At("0 0 3 * * ?"));

    [Theory]
    [InlineData("59m", false)] // it begins anew with each daemon
    [InlineData("1h", true)]
    [InlineData("0 0 3 * * ?", true)]
    public void What_a_module_wants_often_is_not_kept(string timing, bool isKept)
    {
        Assert.True(Timing.TryParse(timing, out var when));
        Assert.Equal(isKept, new Schedule("storage.care", "storage.care", when).IsStored);
        Assert.True(new Schedule("mine", "storage.care", when).IsStored);
    }

    [Fact]
    public async Task A_daily_job_of_a_module_is_not_run_again_by_another_start()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00", new("storage.care", TimeSpan.FromDays(1), new CareForStore()));
        await using (await host.StartAsync())
        {
            await host.HistoryOfAsync(ended: 1);
        }

        host.Time.Advance(TimeSpan.FromHours(1));
        await using var again = await host.StartAsync();

        Assert.Equal(ScheduledHost.Moment("2026-11-24T12:00:00+01:00"), host.Next("storage.care"));
        Assert.Single(host.History.Newest(null));
    }

    [Fact]
    public async Task What_a_later_version_wrote_is_left_alone()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Nightly);
        host.Database.Do("UPDATE schedules SET network = 'satellite'");

        Assert.Equal(new Timing.Off(), Assert.Single(host.Book.All).Timing);
    }

    [Fact]
    public async Task A_schedule_that_comes_is_paused_or_goes_while_the_daemon_runs_is_taken_up_at_once()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        await using var jobs = await host.StartAsync();
        Assert.Null(host.Next("nightly"));

        host.Book.Add(Nightly);
        await jobs.ApplyAsync(CancellationToken.None);
        var added = host.Next("nightly");
        host.Book.Pause("nightly", isPaused: true);
        await jobs.ApplyAsync(CancellationToken.None);
        var paused = host.Next("nightly");
        host.Book.Pause("nightly", isPaused: false);
        await jobs.ApplyAsync(CancellationToken.None);
        var resumed = host.Next("nightly");
        host.Book.Remove("nightly");
        await jobs.ApplyAsync(CancellationToken.None);

        Assert.Equal(ScheduledHost.Moment("2026-11-24T03:00:00+01:00"), added);
        Assert.Null(paused);
        Assert.Equal(added, resumed);
        Assert.Null(host.Next("nightly"));
    }

    [Theory] // Berlin, 2027: at 02:00 on 28 March it is 03:00, and at 03:00 on 31 October it is 02:00 again.
    [InlineData("2027-03-27T12:00:00+01:00", "2027-03-28T03:00:00+02:00", "2027-03-29T02:30:00+02:00")]
    [InlineData("2027-10-30T12:00:00+02:00", "2027-10-31T02:30:00+02:00", "2027-11-01T02:30:00+01:00")]
    public async Task A_night_without_the_hour_or_with_two_of_it_has_one_run(string now, string first, string second)
    {
        await using var host = await ScheduledHost.AtAsync(now);
        host.Book.Add(new("half-past-two", "storage.care", new Timing.At("0 30 2 * * ?")));
        await using var jobs = await host.StartAsync();

        var due = host.Next("half-past-two");
        Assert.Equal(ScheduledHost.Moment(first), due);
        host.Time.Advance(due!.Value - host.Time.GetUtcNow());
        await host.HistoryOfAsync(ended: 1);

        Assert.Equal(ScheduledHost.Moment(second), host.Next("half-past-two"));
    }

    [Fact]
    public async Task A_round_is_sent_with_the_scope_and_the_bytes_of_its_schedule()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(new("words", "sync.round", new Timing.Every(TimeSpan.FromHours(1))) { Scope = SyncScope.Documents, Bytes = 500_000_000 });
        await using var jobs = await host.StartAsync();

        Assert.Equal(new RunSyncRound { Scope = SyncScope.Documents, ByteBudget = 500_000_000 }, await host.NextRunAsync());
    }

    [Fact]
    public async Task In_the_store_are_names_and_the_one_type_of_job()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Nightly);
        await using var jobs = await host.StartAsync();

        Assert.Equal(["storage.care Aurix.Platform.Host.Scheduling.MessageJob, aurix"], host.Database.Read("SELECT JOB_NAME || ' ' || JOB_CLASS_NAME FROM QRTZ_JOB_DETAILS", row => row.GetString(0)));
        Assert.Equal(["""{"schedule":"nightly"}"""], host.Database.Read("SELECT CAST(JOB_DATA AS TEXT) FROM QRTZ_TRIGGERS", row => row.GetString(0)));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.EnumerateFiles(host.HostFolder, "schedule.*"))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }
    }

    [Theory]
    [InlineData("this is no database")]
    [InlineData(null)]
    public async Task A_file_that_cannot_be_used_is_named_and_the_turn_is_given_back(string? content)
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        var file = Path.Combine(host.HostFolder, "schedule.db");
        if (content is not null)
        {
            Directory.CreateDirectory(host.HostFolder);
            await File.WriteAllTextAsync(file, content);
        }
        else
        {
            await using (await host.StartAsync())
            {
            }

            host.Database.Do("ALTER TABLE QRTZ_TRIGGERS DROP COLUMN FIXED_DELAY"); // of the version that it says
        }

        var trouble = await Assert.ThrowsAsync<StoreException>(host.StartAsync);

        Assert.Equal("ScheduleTrouble", trouble.Code);
        Assert.Contains(file, trouble.Message, StringComparison.Ordinal);
        using var turn = Turn.TryTake(host.HostFolder);
        Assert.NotNull(turn);
    }

    [Fact]
    public async Task Tables_of_another_version_of_quartz_are_made_anew_and_schedules_stay()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        host.Book.Add(Nightly);
        await using (await host.StartAsync())
        {
        }

        host.Database.Do("PRAGMA user_version = 40000; ALTER TABLE QRTZ_TRIGGERS DROP COLUMN FIXED_DELAY");
        await using var jobs = await host.StartAsync();

        Assert.Equal(ScheduledHost.Moment("2026-11-24T03:00:00+01:00"), host.Next("nightly"));
    }
}
