using Aurix.Platform.Sync.Accounts;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class ConfirmSyncHandler(AccountStore accounts) : IRequestHandler<ConfirmSync, bool>
{
    public Task<bool> Handle(ConfirmSync request, CancellationToken cancellationToken) => accounts.ChangeAsync(SyncAct.Confirm, cancellationToken);
}
