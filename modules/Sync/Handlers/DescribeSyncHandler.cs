using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Live;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class DescribeSyncHandler(IMediator mediator, AccountStore accounts, LoginHold hold, SyncJournal journal, AlarmBook alarms, SyncCounts counts, LiveBoard board, ProgressBook progress, Sharings sharings) : IRequestHandler<DescribeSync, SyncStatus>
{
    public async Task<SyncStatus> Handle(DescribeSync request, CancellationToken cancellationToken)
    {
        if (accounts.Read() is not { } account)
        {
            return new(Enabled: false, Address: null, User: null, LastSuccess: null, LastProblem: null, Quarantined: 0);
        }

        var last = journal.Read();
        var quarantined = await mediator.Send(new CountQuarantine(), cancellationToken);
        return new(Enabled: account.State is SyncState.Enabled or SyncState.Paused, account.Address.ToString(), account.User, last.Success, last.Problem, (int)quarantined)
        {
            LastEqual = last.Equal,
            HeldDeletes = last.HeldDeletes,
            LeftOut = [.. (await sharings.Of(account.Client).CountLeftOutAsync(cancellationToken)).Where(type => type.Key.Length > 0).Select(type => new LeftOutDocuments(type.Key, type.Value))],
            Live = board.Lanes,
            Progress = progress.UnderWay,
            State = account.State,
            LoginRefused = hold.Read(),
            Alarms = await alarms.ListAsync(cancellationToken),
            Pending = request.CountPending ? await PendingAsync(cancellationToken) : null,
            BytesPushed = counts.BytesPushed,
            BytesPulled = counts.BytesPulled,
            Merged = counts.Merged,
            Waiting = counts.Waiting,
        };
    }

    private async Task<long?> PendingAsync(CancellationToken cancellationToken)
    {
        if (counts.PushedThrough is not { } through)
        {
            return null;
        }

        var next = await mediator.Send(new ReadChanges(DatabaseName.Vault, through, Limit: 1) { CountPending = true }, cancellationToken);
        return next.Rows.Length + next.Pending;
    }
}
