using Aurix.Platform.Crypto;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class RevokeInvitationsHandler(IMediator mediator, RoundRunner rounds, ServerDoor door) : IRequestHandler<RevokeInvitations, bool>
{
    public Task<bool> Handle(RevokeInvitations request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => RevokeAsync(account, cancellationToken), cancellationToken);

    private async Task<bool> RevokeAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        using var client = await door.EnterAsync(account, cancellationToken);
        var were = false;
        await VaultEdit.RunAsync(
            client,
            account.Address,
            async shown =>
            {
                var without = await mediator.Send(new RemoveInvitations(shown), cancellationToken);
                were |= without is not null;
                return without;
            },
            cancellationToken);
        return were;
    }
}
