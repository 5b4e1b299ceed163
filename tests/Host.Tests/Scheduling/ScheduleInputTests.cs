using Aurix.Platform.Errors;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Tests.Scheduling;

public sealed class ScheduleInputTests
{
    private static readonly JobSpec[] Jobs =
    [
        new("sync.round", TimeSpan.FromSeconds(15), new RunSyncRound()),
        new("storage.care", TimeSpan.FromHours(12), new CareForStore()),
        new("crypto.autolock", TimeSpan.FromSeconds(30), new CareForStore()) { IsForEachProcess = true },
    ];

    [Fact]
    public async Task All_that_can_be_said_is_read_kept_and_read_again()
    {
        await using var host = await ScheduledHost.AtAsync("2026-11-23T12:00:00+01:00");
        var typed = new ScheduleInput("files-at-night", "sync.round") { Every = "15m", Scope = "files", Bytes = "500MB", Window = "22:00-06:00", Network = "unmetered", Power = "external", IfMissed = "skip" };

        var schedule = typed.Read(Jobs);
        host.Book.Add(schedule);

        Assert.Equal(
            new Schedule("files-at-night", "sync.round", new Timing.Every(TimeSpan.FromMinutes(15)))
            {
                Scope = SyncScope.Files,
                Bytes = 500_000_000,
                Window = new(new(22, 0), new(6, 0)),
                NeedsUnmetered = true,
                NeedsExternalPower = true,
                SkipsMissed = true,
            },
            schedule);
        Assert.Equal(schedule, Assert.Single(host.Book.All));
        Assert.Equal("ScheduleExists", Assert.Throws<UsageException>(() => host.Book.Add(schedule)).Code);
    }

    [Theory]
    [InlineData("Nightly", "storage.care", "6h", null)]
    [InlineData("sync.round", "storage.care", "6h", null)]
    [InlineData("nightly", "storage.cure", "6h", null)]
    [InlineData("nightly", "crypto.autolock", "6h", null)]
    [InlineData("nightly", "storage.care", "59s", null)]
    [InlineData("nightly", "storage.care", "0 0 3 * * ?", null)]
    [InlineData("nightly", "storage.care", null, "6h")]
    [InlineData("nightly", "storage.care", null, "0 0 25 * * ?")]
    [InlineData("nightly", "storage.care", null, null)]
    [InlineData("nightly", "storage.care", "6h", "0 0 3 * * ?")]
    public void What_is_wrong_is_refused(string name, string job, string? every, string? cron) =>
        Assert.Equal("BadSchedule", Assert.Throws<UsageException>(() => new ScheduleInput(name, job) { Every = every, Cron = cron }.Read(Jobs)).Code);

    [Fact]
    public void What_only_a_round_has_is_refused_elsewhere()
    {
        var typed = new ScheduleInput("nightly", "storage.care") { Every = "6h" };

        Assert.Throws<UsageException>(() => (typed with { Scope = "files" }).Read(Jobs));
        Assert.Throws<UsageException>(() => (typed with { Bytes = "5MB" }).Read(Jobs));
        Assert.Throws<UsageException>(() => (typed with { Window = "22" }).Read(Jobs));
        Assert.Throws<UsageException>(() => (typed with { Job = "sync.round", Bytes = "5 MB" }).Read(Jobs));
    }

    [Theory]
    [InlineData("800000", 800_000)]
    [InlineData("500MB", 500_000_000)]
    [InlineData("5kB", 5_000)]
    [InlineData("2GiB", 2_147_483_648)]
    [InlineData("0MB", 0)]
    [InlineData("-1", 0)]
    [InlineData("5mb", 0)]
    [InlineData("99999999999GB", 0)]
    [InlineData("", 0)]
    public void Bytes_are_read(string text, long bytes)
    {
        Assert.Equal(bytes > 0, ByteCount.TryParse(text, out var read));
        Assert.Equal(bytes, read);
    }
}
