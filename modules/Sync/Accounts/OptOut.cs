using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Forgets the account and everything that goes with it, and nothing else.</summary>
internal sealed class OptOut(RoundRunner rounds, LoginHold hold, IMediator mediator)
{
    /// <summary>Ends a round that is running. False when sync was off.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
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
