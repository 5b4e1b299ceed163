using System.CommandLine;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Host.Commands;

internal static class ScheduleRunCommand
{
    public static Command Make()
    {
        var name = ScheduleVerb.NameArgument();
        var command = new Command("run", "Run a schedule or a job now, whatever its hours and conditions are: in the daemon when there is one, or else here, to its end.") { name };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var wanted = parsed.GetValue(name)!;
            var database = ScheduleDatabase.Open(host.Settings.HostFolder);
            if (SchedulePlan.Of(host, new ScheduleBook(database)).FirstOrDefault(schedule => schedule.Name == wanted) is not { } schedule)
            {
                return Answer.NotFound($"There is no schedule and no job '{wanted}'.");
            }

            return await ScheduleDesk.TellAsync(host.Settings.HostFolder, ScheduleDesk.Run, wanted, cancellationToken) is { } process
                ? Answer.Line($"{wanted} was started in process {process}; how it ends is in 'aurix schedule history {wanted}'.", new JsonObject { ["schedule"] = wanted, ["outcome"] = RunOutcome.Running, ["process"] = process })
                : await HereAsync(host, database, schedule, cancellationToken);
        });
        return command;
    }

    private static async Task<Answer> HereAsync(AurixHost host, ScheduleDatabase database, Schedule schedule, CancellationToken cancellationToken)
    {
        using var stop = new StopSignal(TimeProvider.System);
        var (outcome, summary) = await new JobRun(host, new(database), new(database), stop, TimeProvider.System).RunHereAsync(schedule, cancellationToken);
        return Answer.Line(
            $"{schedule.Name} {outcome}: {summary}",
            new JsonObject { ["schedule"] = schedule.Name, ["outcome"] = outcome, ["summary"] = summary },
            outcome == RunOutcome.Succeeded ? ExitCodes.Success : ExitCodes.Failure);
    }
}
