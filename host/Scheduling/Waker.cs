using Aurix.Platform.Host.Configuration;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Makes up for runs that did not happen, or not to their end. Only for who has the turn.</summary>
internal sealed class Waker(SchedulePlan plan, JobGate gate, RunHistory history, WaitingRuns waiting, TimeProvider time)
{
    /// <summary>Takes up the runs of a daemon that is gone: what a schedule makes up for waits from now on.</summary>
    public void TakeAbandoned()
    {
        foreach (var name in history.CloseAbandoned(time.GetUtcNow()))
        {
            if (plan.All.TryGetValue(name, out var schedule) && !schedule.SkipsMissed)
            {
                waiting.Add(name, "The process ended in the middle of it.", time.GetUtcNow());
            }
        }
    }

    /// <summary>Starts what waits and may start now, and has the rest start when its hours begin.</summary>
    public async Task WakeAsync(QuartzEngine engine, CancellationToken cancellationToken)
    {
        foreach (var name in waiting.All.Keys)
        {
            if (!plan.All.TryGetValue(name, out var schedule))
            {
                waiting.Remove(name); // it was removed
                continue;
            }

            var hindrance = gate.Hindrance(schedule);
            if (schedule is { IsPaused: false, Timing: not Timing.Off } && hindrance is null or { Until: not null })
            {
                await engine.OnceAsync(schedule, QuartzEngine.Again, hindrance?.Until, cancellationToken);
            }
        }
    }
}
