using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class ReportLeaksHandler(AccountStore accounts, ServerDoor door) : IRequestHandler<ReportLeaks, LeakReport>
{
    public async Task<LeakReport> Handle(ReportLeaks request, CancellationToken cancellationToken)
    {
        var account = accounts.Read();
        using var remote = await RemoteVault.ConnectAsync(account, door, cancellationToken);
        return await new LeakAudit(remote).RunAsync(account!, cancellationToken);
    }
}
