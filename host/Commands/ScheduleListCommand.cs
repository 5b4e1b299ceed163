using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Host.Commands;

internal static class ScheduleListCommand
{
    public static Command Make()
    {
        var command = new Command("list", "Show what runs when: your schedules, and what the modules do by themselves or by aurix.json.");
        command.RunLocked((host, _, _) => Task.FromResult(List(host)));
        return command;
    }

    private static Answer List(AurixHost host)
    {
        var database = ScheduleDatabase.Open(host.Settings.HostFolder);
        var (next, last, waiting) = (QuartzTables.Next(database), new RunHistory(database).Last, new WaitingRuns(database).All);
        var rows = new JsonArray();
        var table = Tables.Make("schedule", "job", "when", "only", "last run (UTC)", "", "next run (UTC)");
        foreach (var schedule in SchedulePlan.Of(host, new ScheduleBook(database)))
        {
            var run = last.GetValueOrDefault(schedule.Name);
            var due = !schedule.IsPaused && next.TryGetValue(schedule.Name, out var known) ? known : (DateTimeOffset?)null;
            var why = waiting.GetValueOrDefault(schedule.Name);
            table.Row(schedule.Name, schedule.Job, ScheduleText.When(schedule), ScheduleText.Conditions(schedule), ScheduleText.Time(run?.Started), run?.Outcome ?? "", Next(schedule, due, why));
            var json = ScheduleText.Json(schedule);
            json["kept"] = schedule.IsStored;
            json["last"] = run is null ? null : ScheduleText.Json(run);
            json["next"] = ScheduleText.Iso(due);
            json["waiting"] = why;
            rows.Add(json);
        }

        return new(rows, console => console.Write(table));
    }

    private static string Next(Schedule schedule, DateTimeOffset? due, string? waiting) => schedule switch
    {
        { IsPaused: true } => "paused",
        _ when waiting is not null => $"waits: {waiting}",
        { IsStored: true } => ScheduleText.Time(due),
        { Timing: Configuration.Timing.Off } => "",
        _ => "while aurix runs", // its times are in the memory of the daemon, and it is due soon anyhow
    };
}
