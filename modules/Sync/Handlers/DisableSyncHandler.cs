using Aurix.Platform.Sync.Accounts;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class DisableSyncHandler(AccountStore accounts) : IRequestHandler<DisableSync, bool>
{
    public Task<bool> Handle(DisableSync request, CancellationToken cancellationToken) => Task.FromResult(accounts.Forget());
}
