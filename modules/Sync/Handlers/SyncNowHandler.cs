using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class SyncNowHandler(RoundRunner rounds, AccountStore accounts, LoginHold hold) : IRequestHandler<SyncNow, SyncReport>
{
    public async Task<SyncReport> Handle(SyncNow request, CancellationToken cancellationToken)
    {
        accounts.Demand(SyncAct.Talk);
        hold.Lift(); // the owner asks, so a login that was refused is tried once more
        return await rounds.RunAsync(SyncScope.Everything, bytes: null, cancellationToken)
            ?? throw Stopped();
    }

    // Its owner has stopped it meanwhile, and may have let it go on again since.
    private UsageException Stopped()
    {
        accounts.Demand(SyncAct.Talk);
        return new("SyncStopped", "The round was ended because its owner paused sync or opted out.", "Run 'aurix sync now' again.");
    }
}
