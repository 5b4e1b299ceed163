using Aurix.Platform.Crypto;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Writes an invitation's slot, and hands out its code only after it is there.</summary>
internal sealed class InviteHandler(IMediator mediator, RoundRunner rounds, ServerDoor door) : IRequestHandler<Invite, InviteOutcome>
{
    public Task<InviteOutcome> Handle(Invite request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => InviteAsync(account, request, cancellationToken), cancellationToken);

    private async Task<InviteOutcome> InviteAsync(SyncAccount account, Invite request, CancellationToken cancellationToken)
    {
        using var client = await door.EnterAsync(account, cancellationToken);
        Invitation? made = null;
        await VaultEdit.RunAsync(
            client,
            account.Address,
            async shown =>
            {
                made?.Code.Dispose();
                made = await mediator.Send(new MakeInvitation(shown, request.Lasts), cancellationToken);
                return made.Document;
            },
            cancellationToken);
        return new(account.Address.ToString(), account.User, made!.Code, made.Until);
    }
}
