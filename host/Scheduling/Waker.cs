using Aurix.Platform.Host.Configuration;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Makes up for runs that did not happen, or not to their end. Only for who has the turn.</summary>
internal sealed class Waker(SchedulePlan plan, JobGate gate, RunHistory history, WaitingRuns waiting, ScheduleDatabase database, TimeProvider time)
{
    /// <summary>Takes up the runs of a daemon that is gone: what a schedule makes up for waits from now on.</summary>
    public void TakeAbandoned()
    {
        foreach (var name in history.CloseAbandoned(time.GetUtcNow()))
        {
            MakeUp(name, "The process ended in the middle of it.");
        }

        // When one goes off, the next time is on disk before anything is noted of this one.
        foreach (var (name, job, at) in QuartzTables.Unfinished(database).Where(run => !(history.Newest(run.Schedule, count: 1) is [var last] && last.Started >= run.At)))
        {
            history.Note(new(name, job, at, time.GetUtcNow(), RunOutcome.CutOff, "The process ended as it began."));
            MakeUp(name, "The process ended as it began.");
        }
    }

    private void MakeUp(string name, string reason)
    {
        if (plan.All.TryGetValue(name, out var schedule) && !schedule.SkipsMissed)
        {
            waiting.Add(name, reason, time.GetUtcNow());
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
