using System.Collections.Immutable;
using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Quartz's own tables in the schedule's database: when what is due next.</summary>
/// <remarks>
/// Made by the script that Quartz brings for SQLite (<c>create_sqlite.sql</c> in its assembly, 4.7.3 when this was written), which makes what is missing and
/// alters nothing. So tables of another version of Quartz are dropped first, and filled anew from our own: what is lost is when interval jobs were due.
/// </remarks>
internal static class QuartzTables
{
    /// <summary>Which script made the tables, as one number: 40703 for 4.7.3. It stands in the file's <c>user_version</c>.</summary>
    public static int Version { get; } = typeof(IScheduler).Assembly.GetName().Version is var version ? (version!.Major * 10_000) + (version.Minor * 100) + version.Build : 0;

    /// <summary>Drops what another version of Quartz made. Only for who has the turn.</summary>
    public static void DropOthers(ScheduleDatabase database)
    {
        if (database.Read("PRAGMA user_version", row => row.GetInt32(0))[0] == Version)
        {
            return;
        }

        foreach (var table in Names(database))
        {
            database.Do($"PRAGMA foreign_keys = OFF; DROP TABLE \"{table}\"");
        }

        database.Do($"PRAGMA user_version = {Version}");
    }

    /// <summary>When each schedule is due next, by its name. In the past for what was missed while no daemon ran.</summary>
    public static ImmutableDictionary<string, DateTimeOffset> Next(ScheduleDatabase database) => Names(database).Contains("QRTZ_TRIGGERS")
        ? database.Read(
                "SELECT TRIGGER_NAME, min(NEXT_FIRE_TIME) FROM QRTZ_TRIGGERS WHERE NEXT_FIRE_TIME IS NOT NULL GROUP BY TRIGGER_NAME",
                row => KeyValuePair.Create(row.GetString(0), new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero)))
            .ToImmutableDictionary(StringComparer.Ordinal)
        : ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>What had gone off in a process that ended before it was done with it, and when. Quartz forgets it when it starts.</summary>
    public static ImmutableArray<(string Schedule, string Job, DateTimeOffset At)> Unfinished(ScheduleDatabase database) =>
    [
        .. database.Read(
            "SELECT TRIGGER_NAME, JOB_NAME, max(FIRED_TIME) FROM QRTZ_FIRED_TRIGGERS WHERE STATE = 'EXECUTING' GROUP BY TRIGGER_NAME, JOB_NAME",
            row => (row.GetString(0), row.GetString(1), new DateTimeOffset(row.GetInt64(2), TimeSpan.Zero))),
    ];

    private static List<string> Names(ScheduleDatabase database) => database.Read("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'QRTZ~_%' ESCAPE '~'", row => row.GetString(0));
}
