using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using Aurix.Platform.Sync.Transfer;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class FetchFileHandler(IMediator mediator, RoundRunner rounds, FileRound files, AccountStore accounts, ServerDoor door) : IRequestHandler<FetchFile, bool>
{
    public async Task<bool> Handle(FetchFile request, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(rounds.OptedIn, cancellationToken); // before the account is read, as in a round
        if (await mediator.Send(new DescribeBlob(request.Blob), stop.Token) is not { } file)
        {
            return false;
        }

        if (file.IsComplete || accounts.Read() is not { State: SyncState.Enabled } account)
        {
            return file.IsComplete;
        }

        using var client = await door.EnterAsync(account, stop.Token);
        await files.FetchAsync(client, account, file, stop.Token);
        return await mediator.Send(new DescribeBlob(request.Blob), stop.Token) is { IsComplete: true };
    }
}
