using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Audit;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class VerifyRemoteHandler(IMediator mediator, RoundRunner rounds, ServerDoor door, DeviceTools tools) : IRequestHandler<VerifyRemote, RemoteVerification>
{
    public Task<RemoteVerification> Handle(VerifyRemote request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => VerifyAsync(account, request, cancellationToken), cancellationToken);

    private async Task<RemoteVerification> VerifyAsync(SyncAccount account, VerifyRemote request, CancellationToken cancellationToken)
    {
        if (request.Heal)
        {
            await tools.Alarms.DemandSendingAsync(cancellationToken);
        }

        using var remote = await RemoteVault.ConnectAsync(account, door, tools, cancellationToken);
        var findings = new Findings();
        var files = new FileAudit(mediator, remote, findings, request.Files, request.Heal);
        var server = new ServerAudit(mediator, remote, files, findings);
        await server.RunAsync(cancellationToken);
        await new LeafAudit(mediator, remote, findings, request.Heal).RunAsync(cancellationToken);
        return new(server.Documents, server.Leaves, files.Files, files.Chunks, findings.Healed, findings.Count, findings.First);
    }
}
