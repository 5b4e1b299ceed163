namespace Aurix.Platform.Gateway.Http;

/// <summary>What a gateway is to those who come: which paths there are, who may in, and who answers.</summary>
internal interface IFace
{
    GatewayFace Face { get; }

    /// <summary>What goes on while it is open, until it is cancelled.</summary>
    Task WorkAsync(CancellationToken cancellationToken);

    /// <summary>What a raw request target names here.</summary>
    /// <exception cref="CouchError">The encoding is broken.</exception>
    Target Read(string rawTarget);

    /// <summary>Answers a request, or throws what the pipeline makes an answer of.</summary>
    Task RouteAsync(Exchange exchange);
}
