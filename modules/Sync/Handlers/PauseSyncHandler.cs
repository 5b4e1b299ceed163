using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class PauseSyncHandler(RoundRunner rounds) : IRequestHandler<PauseSync, bool>
{
    public Task<bool> Handle(PauseSync request, CancellationToken cancellationToken) => rounds.StopAsync(SyncAct.Pause, cancellationToken);
}
