using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class VerifyRemoteHandler(IMediator mediator, AccountStore accounts, ServerDoor door) : IRequestHandler<VerifyRemote, RemoteVerification>
{
    public async Task<RemoteVerification> Handle(VerifyRemote request, CancellationToken cancellationToken)
    {
        using var remote = await RemoteVault.ConnectAsync(accounts.Read(), door, cancellationToken);
        var findings = new Findings();
        var files = new FileAudit(mediator, remote, findings, request.Files, request.Heal);
        var server = new ServerAudit(mediator, remote, files, findings);
        await server.RunAsync(cancellationToken);
        await new LeafAudit(mediator, remote, findings, request.Heal).RunAsync(cancellationToken);
        return new(server.Documents, server.Leaves, files.Files, files.Chunks, findings.Healed, findings.Count, findings.First);
    }
}
