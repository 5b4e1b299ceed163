using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Gateway.Apps;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Gateway.Handlers;

/// <summary>Makes, lists and ends the tokens of apps.</summary>
internal sealed class AppsHandler(AppStore apps, ILogger<AppsHandler> logger)
    : IRequestHandler<CreateApp, Secret>, IRequestHandler<RevokeApp, bool>, IRequestHandler<ListApps, ImmutableArray<AppDescription>>
{
    public async Task<Secret> Handle(CreateApp request, CancellationToken cancellationToken)
    {
        var token = await apps.CreateAsync(request.Name, request.Scopes, cancellationToken);
        GatewayLog.AppCreated(logger);
        return token;
    }

    public async Task<bool> Handle(RevokeApp request, CancellationToken cancellationToken)
    {
        var revoked = await apps.RevokeAsync(request.Name, cancellationToken);
        if (revoked)
        {
            GatewayLog.AppRevoked(logger);
        }

        return revoked;
    }

    public Task<ImmutableArray<AppDescription>> Handle(ListApps request, CancellationToken cancellationToken) => apps.ListAsync(cancellationToken);
}
