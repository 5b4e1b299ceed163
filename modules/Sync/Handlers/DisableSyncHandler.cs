using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class DisableSyncHandler(RoundRunner rounds, LoginHold hold, IMediator mediator) : IRequestHandler<DisableSync, bool>
{
    public async Task<bool> Handle(DisableSync request, CancellationToken cancellationToken)
    {
        if (!await rounds.StopAsync(SyncAct.Disable, cancellationToken))
        {
            return false;
        }

        hold.Lift();
        await mediator.Send(new ForgetSynced(), CancellationToken.None);
        await ForgetLoginAsync();
        return true;
    }

    // Opting out works while the keys are locked (I-4). The login then stays sealed among them, unused, until another takes its place.
    private async Task ForgetLoginAsync()
    {
        try
        {
            await mediator.Send(new ForgetLogin(), CancellationToken.None);
        }
        catch (VaultException locked) when (locked.Code == "VaultLocked")
        {
        }
    }
}
