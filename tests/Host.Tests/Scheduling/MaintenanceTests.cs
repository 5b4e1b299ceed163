using Aurix.Platform.Host.Maintenance;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Operations;
using Aurix.Platform.Tests.Swapping;

namespace Aurix.Platform.Tests.Scheduling;

/// <summary>The host's own jobs, over the real modules.</summary>
public sealed class MaintenanceTests
{
    [Fact]
    public async Task A_backup_is_made_where_it_was_configured_and_a_data_folder_comes_out_of_it()
    {
        var folder = Directory.CreateTempSubdirectory("aurix-backups-").FullName;
        await using var host = await WholeHost.StartAsync($"backup.folder={folder}", "backup.copies=1");

        var outcome = await host.Mediator.Send(new RunBackup());

        Assert.True(outcome.Succeeded, outcome.Summary);
        Assert.EndsWith("checked; 1 backups are kept", outcome.Summary, StringComparison.Ordinal);
        Assert.Equal(["crypto", "storage"], Directory.EnumerateDirectories(Assert.Single(Directory.EnumerateDirectories(folder))).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(TimeSpan.FromDays(1), host.Host.Jobs.Single(job => job.Name == "host.backup").Interval);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Without_a_folder_there_is_no_backup_and_a_missing_one_is_not_made()
    {
        await using var host = await WholeHost.StartAsync();
        var none = await host.Mediator.Send(new RunBackup());
        var missing = Path.Combine(host.Data, "no-such-disk");
        var interval = host.Host.Jobs.Single(job => job.Name == "host.backup").Interval;
        await host.RestartAsync($"backup.folder={missing}");

        var gone = await host.Mediator.Send(new RunBackup());

        Assert.Equal(new(false, "backup.folder in aurix.json names no folder by its whole path"), none);
        Assert.Equal(Timeout.InfiniteTimeSpan, interval);
        Assert.Equal(new(false, "the folder for backups is not there; make it, or put its disk back"), gone);
        Assert.False(Directory.Exists(missing));
    }

    [Fact]
    public async Task The_store_is_checked_and_a_server_that_there_is_none_of_is_not()
    {
        await using var host = await WholeHost.StartAsync();

        var check = await host.Mediator.Send(new RunStoreCheck());

        Assert.True(check.Succeeded, check.Summary);
        Assert.EndsWith("all is well", check.Summary, StringComparison.Ordinal);
        Assert.Equal(new JobOutcome(true, "sync is off, or paused"), await host.Mediator.Send(new RunRemoteCheck()));
    }

    [Fact]
    public async Task While_sync_is_paused_the_server_is_not_audited_and_that_is_no_failure()
    {
        await using var watched = await WatchedHost.StartAsync(new SyncStatus(true, "https://sync.example/aurix-x", "alex", null, null, 0) { State = SyncState.Paused });
        var maintenance = new MaintenanceHandler(watched.Host.Mediator, () => watched.Host.Settings, TimeProvider.System);

        Assert.Equal(new JobOutcome(true, "sync is off, or paused"), await maintenance.Handle(new RunRemoteCheck(), CancellationToken.None));
    }

    [Fact]
    public void The_newest_copies_stay_and_nothing_else_in_the_folder_is_touched()
    {
        var folder = Directory.CreateTempSubdirectory("aurix-backups-").FullName;
        foreach (var name in new[] { "aurix-20261121-030000", "aurix-20261122-030000", "aurix-20261123-030000", "aurix-20261120-030000.unfinished", "aurix-old", "aurix-20261101-030000-mine", "photos" })
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
        }

        Assert.Equal(2, new BackupCopies(folder).Keep(2));

        Assert.Equal(
            ["aurix-20261101-030000-mine", "aurix-20261122-030000", "aurix-20261123-030000", "aurix-old", "photos"],
            Directory.EnumerateDirectories(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);
    }
}
