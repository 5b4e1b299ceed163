using Aurix.Platform.Errors;
using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>What is due next.</summary>
/// <param name="Schedule">By which schedule.</param>
/// <param name="At">When; in the past for a run that is late.</param>
internal sealed record NextRun(string Schedule, DateTimeOffset At)
{
    /// <summary>The first run of a job that these engines have; null when they have none.</summary>
    /// <exception cref="StoreException"><c>ScheduleTrouble</c>: the schedules cannot be read.</exception>
    public static async Task<NextRun?> OfAsync(string job, IEnumerable<QuartzEngine> engines, ScheduleDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            var runs = new List<NextRun>();
            foreach (var engine in engines)
            {
                runs.AddRange(await engine.NextAsync(job, cancellationToken));
            }

            return runs.MinBy(run => run.At);
        }
        catch (SchedulerException failure)
        {
            throw database.Trouble(failure);
        }
    }
}
