using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>The scheduled round of the daemon.</summary>
internal sealed class RunSyncRoundHandler(RoundRunner rounds) : IRequestHandler<RunSyncRound, JobOutcome>
{
    public async Task<JobOutcome> Handle(RunSyncRound request, CancellationToken cancellationToken)
    {
        try
        {
            return await rounds.RunAsync(request.Scope, request.ByteBudget, cancellationToken) is { } report
                ? new(true, $"pulled {report.DocumentsPulled}, pushed {report.DocumentsPushed}, chunks {report.ChunksPulled} down and {report.ChunksPushed} up, merged {report.Merged}, waiting {report.Waiting}, set aside {report.Quarantined}")
                : new(true, "sync is off, or paused");
        }
        catch (AurixException failure)
        {
            return new(false, failure.Message);
        }
    }
}
