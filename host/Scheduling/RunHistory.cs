using System.Collections.Immutable;
using System.Data.Common;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>One run, or one that was due and did not start.</summary>
/// <param name="Schedule">Which schedule; the job's name where none was made.</param>
/// <param name="Job">Which job.</param>
/// <param name="Started">When it began, or was due.</param>
/// <param name="Ended">When it ended; null while it runs.</param>
/// <param name="Outcome">One of the words in <see cref="RunOutcome"/>.</param>
/// <param name="Summary">One line: numbers and addresses, no content.</param>
internal sealed record RunRecord(string Schedule, string Job, DateTimeOffset Started, DateTimeOffset? Ended, string Outcome, string Summary);

/// <summary>How a run ends.</summary>
internal static class RunOutcome
{
    public const string Running = "running";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";

    /// <summary>It was due, and its hours or conditions did not hold.</summary>
    public const string Skipped = "skipped";

    /// <summary>Aurix stopped, or its process ended, before it did.</summary>
    public const string CutOff = "cut off";
}

/// <summary>What ran when and how that ended: the newest thousand runs.</summary>
internal sealed class RunHistory(ScheduleDatabase database)
{
    /// <summary>A month of a schedule that runs hourly. More would be read by nobody, fewer would hide when something began to fail.</summary>
    public const int Kept = 1000;

    /// <summary>Notes that a run begins, and answers its number.</summary>
    public long Begin(Schedule schedule, DateTimeOffset now) => Insert(new(schedule.Name, schedule.Job, now, null, RunOutcome.Running, ""));

    public void End(long run, DateTimeOffset now, string outcome, string summary) =>
        database.Do("UPDATE runs SET ended = $1, outcome = $2, summary = $3 WHERE id = $0", run, ScheduleDatabase.Text(now), outcome, summary);

    /// <summary>Notes what is over already.</summary>
    public void Note(RunRecord run) => Insert(run);

    /// <summary>The newest first.</summary>
    /// <param name="schedule">Of this schedule only; null for all.</param>
    /// <param name="count">At most so many.</param>
    public ImmutableArray<RunRecord> Newest(string? schedule, int count = Kept) =>
        [.. database.Read("SELECT schedule, job, started, ended, outcome, summary FROM runs WHERE $0 IS NULL OR schedule = $0 ORDER BY id DESC LIMIT $1", Row, schedule, count)];

    /// <summary>The newest of each schedule, by its name.</summary>
    public ImmutableDictionary<string, RunRecord> Last =>
        database.Read("SELECT schedule, job, started, ended, outcome, summary FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY schedule)", Row).ToImmutableDictionary(run => run.Schedule, StringComparer.Ordinal);

    /// <summary>Closes the runs whose daemon is gone, and answers the names of their schedules. Only for who has the turn: those of another would be closed as well.</summary>
    public List<string> CloseAbandoned(DateTimeOffset now) => database.Read(
        "UPDATE runs SET ended = $0, outcome = $1, summary = 'The process ended in the middle of it.' WHERE ended IS NULL RETURNING schedule",
        row => row.GetString(0),
        ScheduleDatabase.Text(now),
        RunOutcome.CutOff);

    private long Insert(RunRecord run)
    {
        var id = database.Read(
            "INSERT INTO runs (schedule, job, started, ended, outcome, summary) VALUES ($0, $1, $2, $3, $4, $5) RETURNING id",
            row => row.GetInt64(0),
            run.Schedule,
            run.Job,
            ScheduleDatabase.Text(run.Started),
            run.Ended is { } ended ? ScheduleDatabase.Text(ended) : null,
            run.Outcome,
            run.Summary)[0];
        database.Do("DELETE FROM runs WHERE id <= $0", id - Kept);
        return id;
    }

    private static RunRecord Row(DbDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        ScheduleDatabase.Time(row.GetString(2)),
        row.IsDBNull(3) ? null : ScheduleDatabase.Time(row.GetString(3)),
        row.GetString(4),
        row.GetString(5));
}
