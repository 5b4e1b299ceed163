using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class DisableSyncHandler(RoundRunner rounds) : IRequestHandler<DisableSync, bool>
{
    public Task<bool> Handle(DisableSync request, CancellationToken cancellationToken) => rounds.StopAsync(cancellationToken);
}
