using Aurix.Platform.Crypto;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Writes a new recovery slot, and hands out its code only after it is there.</summary>
internal sealed class ReplaceRecoveryCodeHandler(IMediator mediator, RoundRunner rounds, ServerDoor door) : IRequestHandler<ReplaceRecoveryCode, Secret>
{
    public Task<Secret> Handle(ReplaceRecoveryCode request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => ReplaceAsync(account, cancellationToken), cancellationToken);

    private async Task<Secret> ReplaceAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        using var client = await door.EnterAsync(account, cancellationToken);
        Secret? code = null;
        await VaultEdit.RunAsync(
            client,
            account.Address,
            async shown =>
            {
                var renewed = await mediator.Send(new RenewRecoveryCode(shown), cancellationToken);
                code?.Dispose();
                code = renewed.RecoveryCode;
                return renewed.Document;
            },
            cancellationToken);
        return code!;
    }
}
