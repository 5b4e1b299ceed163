using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class RemoveInvitationsHandler(VaultIntake intake) : IRequestHandler<RemoveInvitations, BodyBytes?>
{
    public Task<BodyBytes?> Handle(RemoveInvitations request, CancellationToken cancellationToken)
    {
        var shown = intake.Read(request.Remote, request.Document).Document;
        return Task.FromResult(shown.Invitations.IsEmpty ? null : (shown with { Invitations = [] }).Write());
    }
}
