using Aurix.Platform.Gateway.Http;
using MediatR;

namespace Aurix.Platform.Gateway.Handlers;

/// <summary>Starts to listen.</summary>
internal sealed class OpenGatewayHandler(GatewayServer server) : IRequestHandler<OpenGateway, Uri>
{
    public Task<Uri> Handle(OpenGateway request, CancellationToken cancellationToken) =>
        server.OpenAsync(request.Host, request.Port, request.AllowRemote, request.Face, cancellationToken);
}
