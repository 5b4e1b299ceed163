using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Gateway;

/// <summary>Starts to listen for HTTP.</summary>
/// <param name="Host">A loopback address; any other needs <paramref name="AllowRemote"/>.</param>
/// <param name="Port">0 for a free one.</param>
/// <param name="AllowRemote">The owner knows that this is plain HTTP, meant to sit behind something that speaks TLS.</param>
/// <returns>The address it listens on.</returns>
/// <exception cref="Errors.UsageException">Already open, not loopback, or the port is taken.</exception>
[RoutedTo(Roles.Gateway)]
public sealed record OpenGateway(string Host, int Port, bool AllowRemote) : IRequest<Uri>
{
    /// <summary>For whom.</summary>
    public GatewayFace Face { get; init; }
}

/// <summary>For whom the gateway is there. It is there for one of them at a time.</summary>
public enum GatewayFace
{
    /// <summary>For devices that sync: it is the server, and knows sealed documents only.</summary>
    Server,

    /// <summary>For apps on this device: it shows the owner's documents, to who has a token (<see cref="CreateApp"/>). Loopback only.</summary>
    Apps,
}

/// <summary>Stops listening; requests that are running may finish. False when it was not open.</summary>
[RoutedTo(Roles.Gateway)]
public sealed record CloseGateway : IRequest<bool>;
