using System.Text.RegularExpressions;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>A schedule as a person types it.</summary>
internal sealed partial record ScheduleInput(string Name, string Job)
{
    // Each run is written down. Oftener, and writing that would be more work than most jobs are.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMinutes(1);

    public string? Every { get; init; }

    public string? Cron { get; init; }

    public string? Scope { get; init; }

    public string? Remote { get; init; }

    public string? Bytes { get; init; }

    public string? Window { get; init; }

    public string? Network { get; init; }

    public string? Power { get; init; }

    public string? IfMissed { get; init; }

    /// <param name="jobs">What can be scheduled.</param>
    /// <exception cref="UsageException"><c>BadSchedule</c>, with what is wrong and what would be right.</exception>
    public Schedule Read(IEnumerable<JobSpec> jobs)
    {
        if (!NameForm().IsMatch(Name))
        {
            throw Wrong($"'{Name}' is no name for a schedule.", "Take a-z, 0-9 and '-', a letter or digit first, at most 64.");
        }

        var known = jobs.ToDictionary(job => job.Name, StringComparer.Ordinal);
        if (!known.TryGetValue(Job, out var job))
        {
            throw Wrong($"No module has a job '{Job}'.", $"Take one of: {string.Join(", ", known.Keys.Order(StringComparer.Ordinal))}.");
        }

        if (job.IsForEachProcess)
        {
            throw Wrong($"Each daemon runs '{Job}' for itself.", $"Say when with schedules.{Job} in aurix.json.");
        }

        if (job.Request is not RunSyncRound && (Scope ?? Bytes ?? Remote) is not null)
        {
            throw Wrong($"'{Job}' is no round of sync: it has none of --scope, --bytes and --remote.", "Leave them out.");
        }

        return new(Name, Job, ReadTiming())
        {
            Scope = Scope is null ? null : Enum.Parse<SyncScope>(Scope, ignoreCase: true),
            Remote = Remote is null ? null : RemoteInput.Read(Remote),
            Bytes = Bytes is null ? null : ByteCount.TryParse(Bytes, out var bytes) ? bytes : throw Wrong($"'{Bytes}' is no number of bytes.", ByteCount.Right),
            Window = Window is null ? null : Scheduling.Window.TryParse(Window, out var window) ? window : throw Wrong($"'{Window}' are no hours.", Scheduling.Window.Right),
            NeedsUnmetered = Network == "unmetered",
            NeedsExternalPower = Power == "external",
            SkipsMissed = IfMissed == "skip",
        };
    }

    private Timing ReadTiming() => (Every, Cron) switch
    {
        ({ } every, null) => Timing.TryParse(every, out var timing) && timing is Timing.Every { Interval: var interval } && interval >= ShortestInterval
            ? timing
            : throw Wrong($"'{every}' is no interval for a schedule.", "Give one such as 15m, 6h or 1d, at least 1m and at most 365d."),
        (null, { } cron) => Timing.TryParse(cron, out var timing) && timing is Timing.At
            ? timing
            : throw Wrong($"'{cron}' is no Quartz cron expression.", "Give six or seven fields, the seconds first, such as '0 0 3 * * ?' for every night at three."),
        _ => throw Wrong("A schedule needs an interval or a cron expression, and not both.", "Give --every, such as 15m, or --cron, such as '0 0 3 * * ?'."),
    };

    private static UsageException Wrong(string message, string nextStep) => new("BadSchedule", message, nextStep);

    // No dot, so that no name is ever that of a job.
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z")]
    private static partial Regex NameForm();
}
