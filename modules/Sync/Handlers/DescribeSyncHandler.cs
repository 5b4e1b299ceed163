using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class DescribeSyncHandler(IMediator mediator, AccountStore accounts, SyncJournal journal, AlarmBook alarms) : IRequestHandler<DescribeSync, SyncStatus>
{
    private const int QuarantineShown = 1000;

    public async Task<SyncStatus> Handle(DescribeSync request, CancellationToken cancellationToken)
    {
        if (accounts.Read() is not { } account)
        {
            return new(Enabled: false, Address: null, User: null, LastSuccess: null, LastProblem: null, Quarantined: 0);
        }

        var (success, problem) = journal.Read();
        var quarantine = await mediator.Send(new ListQuarantine(QuarantineShown), cancellationToken);
        return new(Enabled: true, account.Address.ToString(), account.User, success, problem, quarantine.Length) { Alarms = await alarms.ListAsync(cancellationToken) };
    }
}
