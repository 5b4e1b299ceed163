using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class ChangePasswordHandler(RoundRunner rounds, PasswordRenewal renewal) : IRequestHandler<ChangePassword, bool>
{
    public Task<bool> Handle(ChangePassword request, CancellationToken cancellationToken) =>
        rounds.AloneAsync(account => renewal.RunAsync(account, request.Present, request.New, cancellationToken), cancellationToken);
}
