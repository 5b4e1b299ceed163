using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Every schedule that holds now, by its name. What is stored of Quartz's names one, and nothing else.</summary>
internal sealed class SchedulePlan
{
    private ImmutableSortedDictionary<string, Schedule> _all = ImmutableSortedDictionary<string, Schedule>.Empty;

    public ImmutableSortedDictionary<string, Schedule> All => Volatile.Read(ref _all);

    /// <summary>What the host and its modules want by themselves or by the configuration, and what a person made.</summary>
    public static IEnumerable<Schedule> Of(AurixHost host, ScheduleBook book)
    {
        var jobs = host.Jobs.ToList();
        var timings = host.Configuration.Timings(jobs);
        return [.. jobs.Select(job => new Schedule(job.Name, job.Name, timings[job.Name]) { IsForEachProcess = job.IsForEachProcess }), .. book.All];
    }

    /// <summary>At which other times the modules' jobs run than before, a line each.</summary>
    public static ImmutableArray<string> Changes(ImmutableSortedDictionary<string, Timing> before, ImmutableSortedDictionary<string, Timing> after) =>
    [
        .. after.Keys.Union(before.Keys).Order(StringComparer.Ordinal).Where(name => after.GetValueOrDefault(name) != before.GetValueOrDefault(name))
            .Select(name => $"{ConfigurationKeys.Schedules}.{name}: {before.GetValueOrDefault(name)?.ToString() ?? "off"} to {after.GetValueOrDefault(name)?.ToString() ?? "off"}"),
    ];

    public void Replace(IEnumerable<Schedule> schedules) => Volatile.Write(ref _all, schedules.ToImmutableSortedDictionary(schedule => schedule.Name, schedule => schedule, StringComparer.Ordinal));
}
