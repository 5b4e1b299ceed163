using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>When a job runs, and under which conditions.</summary>
/// <param name="Name">Of a person's schedule: a-z, 0-9 and '-'. Of what a module wants by itself or the configuration says: the job's name, which has a dot in it.</param>
/// <param name="Job">Which job.</param>
/// <param name="Timing">When it is due.</param>
internal sealed record Schedule(string Name, string Job, Timing Timing)
{
    // Below it, a restart costs less than what storing each run would; above it, a daemon that is started often would run a daily job often.
    private static readonly TimeSpan ShortestStored = TimeSpan.FromHours(1);

    /// <summary>What travels, where the job is a round of sync.</summary>
    public SyncScope? Scope { get; init; }

    /// <summary>With which server, where the job is a round of sync; null for each.</summary>
    public RemoteName? Remote { get; init; }

    /// <summary>At about how many bytes of files the round ends; null for no end.</summary>
    public long? Bytes { get; init; }

    /// <summary>In which hours it may start; null for any.</summary>
    public Window? Window { get; init; }

    public bool NeedsUnmetered { get; init; }

    public bool NeedsExternalPower { get; init; }

    /// <summary>Whether a run that was due while no daemon ran, or that was cut off, is left out; or else it is made up for.</summary>
    public bool SkipsMissed { get; init; }

    public bool IsPaused { get; init; }

    /// <summary>Whether each daemon runs it for itself, however many there are.</summary>
    public bool IsForEachProcess { get; init; }

    /// <summary>Whether a module or the configuration wants it, and not a person's command.</summary>
    public bool IsConfigured => Name == Job;

    /// <summary>Whether its times and its runs are kept on disk. What is often, and nobody made by hand, starts anew with each daemon.</summary>
    public bool IsStored => !IsForEachProcess && (!IsConfigured || Timing is Timing.At || Timing is Timing.Every every && every.Interval >= ShortestStored);
}
