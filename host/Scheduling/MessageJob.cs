using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Does what a schedule stands for. The one job type there is: in the store are names, and no type of a module.</summary>
[DisallowConcurrentExecution] // a round that takes longer than its interval is not started twice
internal sealed class MessageJob(SchedulePlan plan, JobGate gate, JobRun run) : IJob
{
    public const string ScheduleKey = "schedule";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var group = context.Trigger.Key.Group;
        if (!plan.All.TryGetValue(context.MergedJobDataMap.GetString(ScheduleKey)!, out var schedule) || (group == QuartzEngine.Again && !gate.IsWaiting(schedule)))
        {
            return; // removed since, or made up for since
        }

        if (group != QuartzEngine.Asked && gate.Hindrance(schedule) is { } hindrance)
        {
            gate.Hold(schedule, hindrance.Reason);
            if (hindrance.Until is { } opens)
            {
                await QuartzEngine.OnceAsync(context.Scheduler, schedule, QuartzEngine.Again, opens, cancellationToken);
            }

            return;
        }

        await run.RunAsync(schedule, cancellationToken);
    }
}
