using System.Collections.Immutable;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Every schedule that holds now, by its name. What is stored of Quartz's names one, and nothing else.</summary>
internal sealed class SchedulePlan
{
    private ImmutableSortedDictionary<string, Schedule> _all = ImmutableSortedDictionary<string, Schedule>.Empty;

    public ImmutableSortedDictionary<string, Schedule> All => Volatile.Read(ref _all);

    public void Replace(IEnumerable<Schedule> schedules) => Volatile.Write(ref _all, schedules.ToImmutableSortedDictionary(schedule => schedule.Name, schedule => schedule, StringComparer.Ordinal));
}
