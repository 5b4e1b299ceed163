using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Host.Commands;

internal static class ScheduleHistoryCommand
{
    public static Command Make()
    {
        var name = new Argument<string?>("name") { Description = "Of this schedule or job only.", Arity = ArgumentArity.ZeroOrOne };
        var limit = Paging.LimitOption(50, RunHistory.Kept);
        var command = new Command("history", "Show what ran, what was left out and why, the newest first.") { name, limit };
        command.RunLocked((host, parsed, _) =>
        {
            var runs = new RunHistory(ScheduleDatabase.Open(host.Settings.HostFolder)).Newest(parsed.GetValue(name), parsed.GetValue(limit));
            var table = Tables.Make("schedule", "job", "started (UTC)", "ended (UTC)", "outcome", "summary");
            foreach (var run in runs)
            {
                table.Row(run.Schedule, run.Job, ScheduleText.Time(run.Started), ScheduleText.Time(run.Ended), run.Outcome, run.Summary);
            }

            return Task.FromResult(new Answer(new JsonArray([.. runs.Select(ScheduleText.Json)]), console => console.Write(table)));
        });
        return command;
    }
}
