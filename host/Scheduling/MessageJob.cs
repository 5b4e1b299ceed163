using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Sends the request of a <see cref="JobSpec"/>. The one job type there is.</summary>
[DisallowConcurrentExecution] // a round that takes longer than its interval is not started twice
internal sealed class MessageJob(AurixHost host, StopSignal stop, TimeProvider time, ILogger<MessageJob> logger) : IJob
{
    public const string NameKey = "name";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var name = context.MergedJobDataMap.GetString(NameKey)!;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, stop.Token);
        try
        {
            var outcome = await host.Mediator.Send(host.Jobs.Single(job => job.Name == name).Request, either.Token);
            HostMeter.JobEnded(name, outcome.Succeeded, time.GetUtcNow());
            if (outcome.Succeeded)
            {
                HostLog.JobDone(logger, name, outcome.Summary);
            }
            else
            {
                HostLog.JobFailed(logger, name, outcome.Summary);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            HostLog.JobFailed(logger, name, "Cut off because Aurix stops; the next start goes on where it was.");
        }
        catch (AurixException failure)
        {
            HostMeter.JobEnded(name, succeeded: false, time.GetUtcNow());
            HostLog.JobFailed(logger, name, failure.Message);
        }
    }
}
