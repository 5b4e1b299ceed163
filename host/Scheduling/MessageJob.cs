using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Sends the request of a <see cref="JobSpec"/>. The one job type there is.</summary>
[DisallowConcurrentExecution] // a round that takes longer than its interval is not started twice
internal sealed class MessageJob(AurixHost host, ILogger<MessageJob> logger) : IJob
{
    public const string NameKey = "name";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var name = context.MergedJobDataMap.GetString(NameKey)!;
        try
        {
            var outcome = await host.Mediator.Send(host.Jobs.Single(job => job.Name == name).Request, cancellationToken);
            if (outcome.Succeeded)
            {
                HostLog.JobDone(logger, name, outcome.Summary);
            }
            else
            {
                HostLog.JobFailed(logger, name, outcome.Summary);
            }
        }
        catch (AurixException failure)
        {
            HostLog.JobFailed(logger, name, failure.Message);
        }
    }
}
