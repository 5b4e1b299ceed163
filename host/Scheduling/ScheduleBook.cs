using System.Collections.Immutable;
using System.Data.Common;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>The schedules that a person made. In the words of the command line, so that what was typed is what is shown.</summary>
internal sealed class ScheduleBook(ScheduleDatabase database)
{
    private const string Skip = "skip";
    private const string Run = "run";
    private const string Unmetered = "unmetered";
    private const string External = "external";

    public ImmutableArray<Schedule> All => [.. database.Read("SELECT name, job, timing, scope, bytes, open, network, power, missed, paused FROM schedules ORDER BY name", Row)];

    public Schedule? Find(string name) => All.FirstOrDefault(schedule => schedule.Name == name);

    /// <exception cref="UsageException"><c>ScheduleExists</c>.</exception>
    public void Add(Schedule schedule)
    {
        var added = database.Do(
            "INSERT INTO schedules VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING",
            schedule.Name,
            schedule.Job,
            schedule.Timing.ToString(),
            Travels(schedule),
            schedule.Bytes,
            schedule.Window?.ToString(),
            schedule.NeedsUnmetered ? Unmetered : null,
            schedule.NeedsExternalPower ? External : null,
            schedule.SkipsMissed ? Skip : Run,
            schedule.IsPaused);
        if (added == 0)
        {
            throw new UsageException("ScheduleExists", $"There is a schedule '{schedule.Name}' already.", $"Choose another name, or remove it first with 'aurix schedule remove {schedule.Name}'.");
        }
    }

    /// <summary>Answers whether it is there.</summary>
    public bool Pause(string name, bool isPaused) => database.Do("UPDATE schedules SET paused = $1 WHERE name = $0", name, isPaused) > 0;

    /// <summary>Answers whether it was there. Its runs stay in the history.</summary>
    public bool Remove(string name) => database.Do("DELETE FROM schedules WHERE name = $0", name) > 0;

    // What this version cannot read, a later one wrote: it is left alone, and not run in a way that nobody asked for.
    private static Schedule Row(DbDataReader row)
    {
        var (name, job, text) = (row.GetString(0), row.GetString(1), row.GetString(2));
        var (scoped, named) = Text(row, 3)?.Split('@') switch { [var what, var where] => (what.Length > 0 ? what : null, where), [var what] => (what, null), _ => ((string?)null, (string?)null) };
        SyncScope? scope = scoped is not null && Enum.TryParse<SyncScope>(scoped, ignoreCase: true, out var known) ? known : null;
        var isRead = Timing.TryParse(text, out var timing)
            & (scoped is null || scope is not null)
            & (named is null || RemoteName.IsValid(named))
            & (Window.TryParse(Text(row, 5) ?? "", out var window) || row.IsDBNull(5))
            & (Text(row, 6), Text(row, 7), Text(row, 8)) is (null or Unmetered, null or External, Run or Skip);
        return new(name, job, isRead ? timing! : new Timing.Off())
        {
            Scope = scope,
            Remote = RemoteName.IsValid(named) ? new RemoteName(named!) : null,
            Bytes = row.IsDBNull(4) ? null : row.GetInt64(4),
            Window = window,
            NeedsUnmetered = Text(row, 6) == Unmetered,
            NeedsExternalPower = Text(row, 7) == External,
            SkipsMissed = Text(row, 8) == Skip,
            IsPaused = row.GetBoolean(9),
        };
    }

    // SCOPE@REMOTE: a build that knows of one server only cannot read the second half, and so leaves the schedule alone.
    private static string? Travels(Schedule schedule)
    {
        var scope = schedule.Scope?.ToString().ToLowerInvariant();
        return schedule.Remote is { } remote ? $"{scope}@{remote}" : scope;
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
