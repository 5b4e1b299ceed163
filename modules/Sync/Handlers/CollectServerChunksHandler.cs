using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Collection;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Syncs, so that this device knows what the others sent, and takes one step.</summary>
internal sealed class CollectServerChunksHandler(RoundRunner rounds, AccountStore accounts, ChunkCollector collector)
    : IRequestHandler<CollectServerChunks, ServerCollection>, IRequestHandler<RunServerCollection, JobOutcome>
{
    public async Task<ServerCollection> Handle(CollectServerChunks request, CancellationToken cancellationToken)
    {
        await rounds.RunAsync(SyncScope.Everything, bytes: null, cancellationToken); // as the daemon does: a scheduled step must not try a refused login again
        return await rounds.AloneAsync(account => collector.RunAsync(account, cancellationToken), cancellationToken);
    }

    public async Task<JobOutcome> Handle(RunServerCollection request, CancellationToken cancellationToken)
    {
        try
        {
            if (accounts.State != SyncState.Enabled)
            {
                return new(true, "sync is off, or paused");
            }

            var step = await Handle(new CollectServerChunks(), cancellationToken);
            return new(true, $"{step.Phase}, {step.Chunks} chunks{(step.Doubt is { } doubt ? $": {doubt}" : "")}");
        }
        catch (AurixException failure)
        {
            return new(false, failure.Message);
        }
    }
}
