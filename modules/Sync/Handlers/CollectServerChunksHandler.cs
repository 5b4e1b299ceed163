using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Collection;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Syncs, so that this device knows what the others sent, and takes one step.</summary>
internal sealed class CollectServerChunksHandler(IMediator mediator, RoundRunner rounds, AccountStore accounts, ChunkCollector collector)
    : IRequestHandler<CollectServerChunks, ServerCollection>, IRequestHandler<RunServerCollection, JobOutcome>
{
    public async Task<ServerCollection> Handle(CollectServerChunks request, CancellationToken cancellationToken)
    {
        await mediator.Send(new SyncNow(), cancellationToken);
        return await rounds.AloneAsync(account => collector.RunAsync(account, cancellationToken), cancellationToken);
    }

    public async Task<JobOutcome> Handle(RunServerCollection request, CancellationToken cancellationToken)
    {
        try
        {
            if (accounts.Read() is null)
            {
                return new(true, "sync is off");
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
