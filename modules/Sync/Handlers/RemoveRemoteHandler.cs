using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Removal;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Notes durably that the copy goes, so that no round sends it again; removes it; opts out.</summary>
internal sealed class RemoveRemoteHandler(IMediator mediator, RoundRunner rounds, RemoteRemover remover, OptOut optOut) : IRequestHandler<RemoveRemote, RemoteRemoval>
{
    public async Task<RemoteRemoval> Handle(RemoveRemote request, CancellationToken cancellationToken)
    {
        await rounds.StopAsync(SyncAct.Remove, cancellationToken);
        await mediator.Send(new ForgetServerBlobs(), cancellationToken); // before the first goes: what is to be removed there must not be evicted here
        var removal = await rounds.AloneAsync(account => remover.RunAsync(account, cancellationToken), cancellationToken, SyncAct.Remove);
        await optOut.RunAsync(CancellationToken.None);
        return removal;
    }
}
