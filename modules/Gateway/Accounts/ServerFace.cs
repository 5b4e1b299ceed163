using System.Collections.Frozen;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>The server for devices. Brings a request to its endpoint, past the two doors: who are you, and may you in here.</summary>
internal sealed class ServerFace(IEnumerable<IEndpoint> endpoints, Authenticator authenticator, DatabaseAccess access) : IFace
{
    private readonly FrozenDictionary<string, IEndpoint> _endpoints = endpoints.ToFrozenDictionary(endpoint => endpoint.Path, StringComparer.Ordinal);

    public GatewayFace Face => GatewayFace.Server;

    public Task WorkAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Target Read(string rawTarget) => RequestPath.Read(RequestPath.Segments(rawTarget));

    public async Task RouteAsync(Exchange exchange)
    {
        exchange.User = await authenticator.AuthenticateAsync(exchange);
        if (exchange.Target is IInDatabase inside)
        {
            // Before anything else is said: to a stranger a database that exists looks like one that does not.
            exchange.Relay = DatabaseAccess.IsOwnAccount(exchange.User, exchange.Target, exchange.Method)
                ? await access.EnterOwnAccountAsync(exchange.Aborted)
                : await access.EnterAsync(exchange.User, inside.Database, exchange.Aborted);
        }

        if (_endpoints.TryGetValue(exchange.Target.Endpoint, out var endpoint))
        {
            await endpoint.HandleAsync(exchange);
            return;
        }

        throw exchange.Target switch
        {
            Target.Code => CouchError.Missing("Design documents are kept here, but never executed."),
            Target.Facility => CouchError.IllegalId("Only reserved document ids may start with underscore."),
            _ => CouchError.Missing(),
        };
    }
}
