using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Scheduling;

namespace Aurix.Platform.Host.Control;

/// <summary>Answers what another process says about schedules: <c>schedules-changed</c>, <c>conditions-changed</c>, and <c>run-schedule</c> with its name. A process that runs none has done nothing, and says so.</summary>
internal static class ScheduleDesk
{
    public const string Changed = "schedules-changed";
    public const string Conditions = "conditions-changed";
    public const string Run = "run-schedule";

    /// <summary>Whether the process that was asked has done it.</summary>
    public const string Done = "done";

    public static FrozenSet<string> Questions { get; } = FrozenSet.Create(StringComparer.Ordinal, Changed, Conditions, Run);

    public static async Task<JsonObject> AnswerAsync(JobScheduler? jobs, string what, string? schedule, CancellationToken cancellationToken) =>
        new() { [Done] = jobs is not null && await DoAsync(jobs, what, schedule, cancellationToken) };

    /// <summary>Says it to the processes that run on a data folder, and answers which of them has done it; null when none.</summary>
    /// <exception cref="UsageException">One of them could not.</exception>
    public static async Task<string?> TellAsync(string hostFolder, string what, string? schedule, CancellationToken cancellationToken)
    {
        var answers = await ControlCall.AskAllAsync(hostFolder, new JsonObject { ["do"] = what, ["schedule"] = schedule }, cancellationToken);
        if (ControlCall.Refusal(answers, "ScheduleFailed") is { } refusal)
        {
            throw new UsageException(refusal.Code, refusal.Message, refusal.NextStep);
        }

        return (string?)answers.Find(answer => (bool?)answer[Done] == true)?["process"];
    }

    private static async Task<bool> DoAsync(JobScheduler jobs, string what, string? schedule, CancellationToken cancellationToken)
    {
        switch (what)
        {
            case Run:
                return schedule is not null && await jobs.RunNowAsync(schedule, cancellationToken);
            case Changed:
                await jobs.ApplyAsync(cancellationToken);
                break;
        }

        await jobs.WakeAsync(cancellationToken);
        return jobs.HasTurn;
    }
}
