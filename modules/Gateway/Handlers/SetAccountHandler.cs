using Aurix.Platform.Gateway.Accounts;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Gateway.Handlers;

/// <summary>Makes an account or changes its password; true when it is new.</summary>
internal sealed class SetAccountHandler(AccountStore accounts, ILogger<SetAccountHandler> logger) : IRequestHandler<SetAccount, bool>
{
    public async Task<bool> Handle(SetAccount request, CancellationToken cancellationToken)
    {
        var isNew = await accounts.SetAsync(request.User, request.Password, request.IsAdmin, cancellationToken);
        GatewayLog.AccountSet(logger);
        return isNew;
    }
}
