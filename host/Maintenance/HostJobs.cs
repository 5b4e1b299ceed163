using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Maintenance;

/// <summary>The jobs that are no module's: they need several of them.</summary>
internal static class HostJobs
{
    public const string Check = "host.check";
    public const string Verify = "host.verify";
    public const string Backup = "host.backup";

    // It reads the whole store. Oftener wears a slow disk; seldomer, and damage is older than the backups that are kept.
    private static readonly TimeSpan CheckInterval = TimeSpan.FromDays(7);

    private static readonly TimeSpan BackupInterval = TimeSpan.FromDays(1);

    /// <summary>An audit of the server downloads it, so it runs when its owner schedules it; a backup, when there is a folder for it.</summary>
    public static ImmutableArray<JobSpec> Of(HostSettings settings) =>
    [
        new(Check, CheckInterval, new RunStoreCheck()),
        new(Verify, Timeout.InfiniteTimeSpan, new RunRemoteCheck()),
        new(Backup, settings.BackupFolder is null ? Timeout.InfiniteTimeSpan : BackupInterval, new RunBackup()),
    ];

    /// <summary>The same for whoever checks and shows the configuration.</summary>
    public static ModuleKnowledge Knowledge(HostSettings settings) => new(Roles.Host, [], Of(settings).ToImmutableSortedDictionary(job => job.Name, job => job.Interval, StringComparer.Ordinal));
}
