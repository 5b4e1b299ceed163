using Aurix.Platform.Crypto;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class DisableSyncHandler(RoundRunner rounds, IMediator mediator) : IRequestHandler<DisableSync, bool>
{
    public async Task<bool> Handle(DisableSync request, CancellationToken cancellationToken)
    {
        if (!await rounds.StopAsync(cancellationToken))
        {
            return false;
        }

        await mediator.Send(new ForgetSynced(), CancellationToken.None);
        await mediator.Send(new ForgetLogin(), CancellationToken.None);
        return true;
    }
}
