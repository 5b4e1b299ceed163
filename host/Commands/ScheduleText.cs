using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Host.Commands;

/// <summary>Schedules and runs for a person and for a program.</summary>
internal static class ScheduleText
{
    public static string When(Schedule schedule) => schedule.Timing is Timing.Every every ? $"every {every}" : schedule.Timing.ToString()!;

    /// <summary>What it needs besides its time, in the words of the command line.</summary>
    public static string Conditions(Schedule schedule) => string.Join(", ", Limits(schedule));

    public static JsonObject Json(Schedule schedule) => new()
    {
        ["name"] = schedule.Name,
        ["job"] = schedule.Job,
        ["when"] = schedule.Timing.ToString(),
        ["scope"] = schedule.Scope?.ToString().ToLowerInvariant(),
        ["remote"] = schedule.Remote?.Value,
        ["bytes"] = schedule.Bytes,
        ["window"] = schedule.Window?.ToString(),
        ["network"] = schedule.NeedsUnmetered ? "unmetered" : "any",
        ["power"] = schedule.NeedsExternalPower ? "external" : "any",
        ["ifMissed"] = schedule.SkipsMissed ? "skip" : "run",
        ["paused"] = schedule.IsPaused,
        ["configured"] = schedule.IsConfigured,
    };

    public static JsonObject Json(RunRecord run) => new()
    {
        ["schedule"] = run.Schedule,
        ["job"] = run.Job,
        ["started"] = Iso(run.Started),
        ["ended"] = Iso(run.Ended),
        ["outcome"] = run.Outcome,
        ["summary"] = run.Summary,
    };

    public static string? Iso(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    public static string Time(DateTimeOffset? time) => time is { } known ? Tables.Time(known.ToUniversalTime()) : "";

    private static IEnumerable<string> Limits(Schedule schedule)
    {
        ImmutableArray<(bool Holds, string Text)> limits =
        [
            (schedule.Scope is not null, $"{schedule.Scope.ToString()?.ToLowerInvariant()} only"),
            (schedule.Remote is not null, $"with {schedule.Remote} only"),
            (schedule.Bytes is not null, string.Create(CultureInfo.InvariantCulture, $"{schedule.Bytes:N0} bytes")),
            (schedule.Window is not null, $"{schedule.Window}"),
            (schedule.NeedsUnmetered, "unmetered network"),
            (schedule.NeedsExternalPower, "external power"),
            (schedule.SkipsMissed, "not made up for"),
        ];
        return limits.Where(limit => limit.Holds).Select(limit => limit.Text);
    }
}
