using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Remotes;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Forgets the account and everything that goes with it, and nothing else.</summary>
internal sealed class OptOut(RoundRunner rounds, AccountStore accounts, LoginHold hold, OtherRemotes others, IMediator mediator)
{
    /// <summary>Ends a round that is running. False when sync was off.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var remote = NameOrNull();
        if (!await rounds.StopAsync(SyncAct.Disable, cancellationToken))
        {
            return false;
        }

        hold.Lift();
        if (remote is not null || others.AreNone)
        {
            await mediator.Send(new ForgetSynced { Remote = remote }, CancellationToken.None);
        }

        await mediator.Send(new ForgetServerBlobs(), CancellationToken.None); // what is only there is not to be evicted here any more
        await ForgetLoginAsync();
        return true;
    }

    // Opting out works with a damaged account too. What retention keeps for that server then stays kept, if there are others.
    private string? NameOrNull()
    {
        try
        {
            return accounts.Read()?.Address.ToString();
        }
        catch (StoreException)
        {
            return null;
        }
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
