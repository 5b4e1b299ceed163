using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Sends the request of a schedule's <see cref="JobSpec"/>, and notes how that ended.</summary>
internal sealed class JobRun(AurixHost host, RunHistory history, WaitingRuns waiting, StopSignal stop, TimeProvider time)
{
    private readonly ILogger _logger = host.Logging.CreateLogger<JobRun>();

    /// <summary>A run of the daemon's: noted when it begins, so that the next start knows of one that did not end.</summary>
    public async Task RunAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        long? run = null;
        Note(schedule, () =>
        {
            waiting.Remove(schedule.Name);
            run = history.Begin(schedule, time.GetUtcNow());
        });
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        var (outcome, summary) = await SendAsync(schedule, either.Token);
        Note(schedule, () =>
        {
            if (run is { } begun)
            {
                history.End(begun, time.GetUtcNow(), outcome, summary);
            }

            if (outcome == RunOutcome.CutOff && !schedule.SkipsMissed)
            {
                waiting.Add(schedule.Name, summary, time.GetUtcNow());
            }
        });
    }

    /// <summary>A run in the process of who asks, noted when it is over: the next start of a daemon must not take it for one that was abandoned.</summary>
    public async Task<(string Outcome, string Summary)> RunHereAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        var started = time.GetUtcNow();
        var (outcome, summary) = await SendAsync(schedule, cancellationToken);
        history.Note(new(schedule.Name, schedule.Job, started, time.GetUtcNow(), outcome, summary));
        return (outcome, summary);
    }

    private async Task<(string Outcome, string Summary)> SendAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await host.Mediator.Send(Request(schedule), cancellationToken);
            HostMeter.JobEnded(schedule.Job, outcome.Succeeded, time.GetUtcNow());
            if (outcome.Succeeded)
            {
                HostLog.JobDone(_logger, schedule.Job, outcome.Summary);
                return (RunOutcome.Succeeded, outcome.Summary);
            }

            HostLog.JobFailed(_logger, schedule.Job, outcome.Summary);
            return (RunOutcome.Failed, outcome.Summary);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            const string Why = "Cut off because Aurix stops; the next start goes on where it was.";
            HostLog.JobFailed(_logger, schedule.Job, Why);
            return (RunOutcome.CutOff, Why);
        }
        catch (AurixException failure)
        {
            HostMeter.JobEnded(schedule.Job, succeeded: false, time.GetUtcNow());
            HostLog.JobFailed(_logger, schedule.Job, failure.Message);
            return (RunOutcome.Failed, failure.Message);
        }
    }

    private IRequest<JobOutcome> Request(Schedule schedule) => host.Jobs.FirstOrDefault(job => job.Name == schedule.Job)?.Request switch
    {
        RunSyncRound round => round with { Scope = schedule.Scope ?? round.Scope, ByteBudget = schedule.Bytes ?? round.ByteBudget, Remote = schedule.Remote },
        { } request => request,
        null => throw new ModuleException("JobMissing", $"No module has a job '{schedule.Job}'.", $"Put its module back, or remove the schedule with 'aurix schedule remove {schedule.Name}'."),
    };

    // What is done is worth more than what is noted of it: a disk that is full stops no sync.
    private void Note(Schedule schedule, Action note)
    {
        if (!schedule.IsStored)
        {
            return;
        }

        try
        {
            note();
        }
        catch (StoreException trouble)
        {
            HostLog.RunNotNoted(_logger, schedule.Job, trouble.Message);
        }
    }
}
