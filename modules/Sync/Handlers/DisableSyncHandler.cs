using Aurix.Platform.Sync.Accounts;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class DisableSyncHandler(OptOut optOut) : IRequestHandler<DisableSync, bool>
{
    public Task<bool> Handle(DisableSync request, CancellationToken cancellationToken) => optOut.RunAsync(cancellationToken);
}
