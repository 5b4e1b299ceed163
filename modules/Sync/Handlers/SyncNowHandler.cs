using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class SyncNowHandler(RoundRunner rounds) : IRequestHandler<SyncNow, SyncReport>
{
    public async Task<SyncReport> Handle(SyncNow request, CancellationToken cancellationToken) =>
        await rounds.RunAsync(SyncScope.Everything, bytes: null, cancellationToken)
        ?? throw new UsageException("SyncOff", "Sync is off: nothing leaves this device until its owner says so.", "Run 'aurix sync enable' first.");
}
