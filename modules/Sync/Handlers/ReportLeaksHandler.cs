using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class ReportLeaksHandler(RoundRunner rounds, ServerDoor door, DeviceTools tools) : IRequestHandler<ReportLeaks, LeakReport>
{
    public Task<LeakReport> Handle(ReportLeaks request, CancellationToken cancellationToken) => rounds.AloneAsync(
        async account =>
        {
            using var remote = await RemoteVault.ConnectAsync(account, door, tools, cancellationToken);
            return await new LeakAudit(remote).RunAsync(account, cancellationToken);
        },
        cancellationToken);
}
