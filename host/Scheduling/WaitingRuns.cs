using System.Collections.Immutable;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Schedules that are due and did not run to their end: their hours or conditions did not hold, or they were cut off. On disk, so that another start makes up for them.</summary>
internal sealed class WaitingRuns(ScheduleDatabase database)
{
    /// <summary>Why each waits, by its name.</summary>
    public ImmutableSortedDictionary<string, string> All =>
        database.Read("SELECT schedule, reason FROM waiting", row => KeyValuePair.Create(row.GetString(0), row.GetString(1))).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Answers whether that is news: whoever is due every minute and may not run for a night waits once.</summary>
    public bool Add(string schedule, string reason, DateTimeOffset now) => database.Do(
        "INSERT INTO waiting VALUES ($0, $1, $2) ON CONFLICT DO UPDATE SET reason = excluded.reason WHERE reason <> excluded.reason",
        schedule,
        ScheduleDatabase.Text(now),
        reason) > 0;

    public void Remove(string schedule) => database.Do("DELETE FROM waiting WHERE schedule = $0", schedule);
}
