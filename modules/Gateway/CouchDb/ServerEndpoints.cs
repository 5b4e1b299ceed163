using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>GET /</c>: who this is. Open to anybody, as PouchDB asks before it logs in.</summary>
internal sealed class WelcomeEndpoint(ServerIdentity identity) : IEndpoint
{
    public string Path => "/";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD");
        return JsonAnswer.ObjectAsync(exchange, 200, json =>
        {
            json.WriteString("couchdb"u8, "Welcome"u8);
            json.WriteString("version"u8, "3.3.0-aurix"u8);
            json.WriteString("uuid"u8, identity.Uuid);
            json.WriteStartArray("features"u8);
            json.WriteEndArray();
            json.WriteStartObject("vendor"u8);
            json.WriteString("name"u8, "Aurix Platform"u8);
            json.WriteEndObject();
        });
    }
}

/// <summary><c>GET /_up</c>: alive.</summary>
internal sealed class UpEndpoint : IEndpoint
{
    public string Path => "/_up";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD");
        return JsonAnswer.ObjectAsync(exchange, 200, json => json.WriteString("status"u8, "ok"u8));
    }
}

/// <summary><c>GET /_all_dbs</c>: the relays, for administrators.</summary>
internal sealed class AllDatabasesEndpoint(IMediator mediator) : IEndpoint
{
    public string Path => "/_all_dbs";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD");
        if (exchange.User.Name is null)
        {
            throw CouchError.Unauthorized("Authentication required.");
        }

        if (!exchange.User.IsAdmin)
        {
            throw CouchError.Forbidden("You are not a server admin.");
        }

        var names = await mediator.Send(new ListDatabases(), exchange.Aborted);
        await using var answer = new JsonAnswer(exchange);
        answer.Json.WriteStartArray();
        foreach (var name in names.Where(name => DatabaseAccess.IsServed(name.Value)))
        {
            answer.Json.WriteStringValue(name.Value);
        }

        answer.Json.WriteEndArray();
        await answer.EndAsync();
    }
}
