using Aurix.Platform.Gateway.Accounts;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Gateway.Handlers;

/// <summary>Lets a user into a database; false when they were in already.</summary>
internal sealed class GrantDatabaseHandler(DatabaseAccess access, ILogger<GrantDatabaseHandler> logger) : IRequestHandler<GrantDatabase, bool>
{
    public async Task<bool> Handle(GrantDatabase request, CancellationToken cancellationToken)
    {
        var changed = await access.GrantAsync(request.Database, request.User, cancellationToken);
        GatewayLog.Granted(logger);
        return changed;
    }
}
