using Aurix.Platform.Gateway.Http;
using MediatR;

namespace Aurix.Platform.Gateway.Handlers;

/// <summary>Stops listening, after what is running.</summary>
internal sealed class CloseGatewayHandler(GatewayServer server) : IRequestHandler<CloseGateway, bool>
{
    public Task<bool> Handle(CloseGateway request, CancellationToken cancellationToken) => server.CloseAsync(cancellationToken);
}
