using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Syncs, so that what is settled here is known there, and takes one step towards giving up what is of no more use.</summary>
internal sealed class RunRetirementHandler(RoundRunner rounds, AccountStore accounts, Retirer retirer) : IRequestHandler<RunRetirement, JobOutcome>
{
    public async Task<JobOutcome> Handle(RunRetirement request, CancellationToken cancellationToken)
    {
        try
        {
            if (accounts.State != SyncState.Enabled)
            {
                return new(true, "sync is off, or paused");
            }

            var newest = await retirer.NewestAsync(cancellationToken);
            await rounds.RunAsync(SyncScope.Everything, bytes: null, cancellationToken);
            return new(true, await rounds.AloneAsync(account => retirer.StepAsync(newest, account.Address.ToString(), cancellationToken), cancellationToken));
        }
        catch (AurixException failure)
        {
            return new(false, failure.Message);
        }
    }
}
