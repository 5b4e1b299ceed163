using System.Collections.Frozen;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Gateway.Mirror;
using Aurix.Platform.Gateway.Pages;
using Aurix.Platform.Gateway.Rest;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Apps;

/// <summary>The front door for apps on this device: the API, and the mirror in CouchDB's protocol, for who has a token; and the page that shows them.</summary>
internal sealed class AppFace(IEnumerable<IEndpoint> endpoints, MirrorFileEndpoint files, RestApi rest, Bridge bridge, BrowserGuard guard, AppAuthenticator authenticator, IMediator mediator) : IFace
{
    private static readonly FrozenSet<string> Reads = FrozenSet.Create(StringComparer.Ordinal, "_changes", "_all_docs", "_bulk_get", "_revs_diff", "_ensure_full_commit");

    private static readonly FrozenSet<string> Offered = FrozenSet.Create(
        StringComparer.Ordinal,
        "/", "/_up", "/{db}", "/{db}/{doc}", "/{db}/_local/{doc}", "/{db}/_changes", "/{db}/_all_docs", "/{db}/_bulk_get", "/{db}/_bulk_docs", "/{db}/_revs_diff", "/{db}/_ensure_full_commit");

    private readonly FrozenDictionary<string, IEndpoint> _endpoints = endpoints
        .Where(endpoint => Offered.Contains(endpoint.Path))
        .Append(files)
        .ToFrozenDictionary(endpoint => endpoint.Path, StringComparer.Ordinal);

    public GatewayFace Face => GatewayFace.Apps;

    public Task WorkAsync(CancellationToken cancellationToken) => bridge.RunAsync(cancellationToken);

    public Target Read(string rawTarget) => RequestPath.Segments(rawTarget) switch
    {
        [RestApi.Root, RestApi.Version, .. var path] => new Target.Own(RestApi.Root, path),
        [Dashboard.Root, .. var file] => new Target.Own(Dashboard.Root, file),
        var segments => RequestPath.Read(segments),
    };

    public async Task RouteAsync(Exchange exchange)
    {
        guard.Check(exchange.Request);
        if (exchange.Target is Target.Own own)
        {
            await (own.Root == RestApi.Root ? rest.HandleAsync(exchange, own.Path) : Dashboard.HandleAsync(exchange, own.Path));
            return;
        }

        exchange.User = await authenticator.AuthenticateAsync(exchange);
        if (exchange.Target is IInDatabase inside)
        {
            AppAuthenticator.Demand(exchange.User, NeedOf(exchange));
            exchange.Relay = await EnterAsync(exchange, inside.Database);
        }

        var endpoint = _endpoints.GetValueOrDefault(exchange.Target.Endpoint) ?? throw CouchError.Missing();
        await endpoint.HandleAsync(exchange);
    }

    // A checkpoint is no document: who may read replicates, and that writes one.
    private static AppScopes NeedOf(Exchange exchange) => exchange switch
    {
        { IsRead: true } or { Target: Target.Local } => AppScopes.Read,
        { Method: "POST", Target: Target.Facility facility } when Reads.Contains(facility.Name) => AppScopes.Read,
        { Method: "PUT", Target: Target.Whole } => AppScopes.Read, // every PouchDB begins so; it is there
        _ => AppScopes.Write,
    };

    private async Task<Relay> EnterAsync(Exchange exchange, string database)
    {
        if (database != MirrorDatabase.Name.Value)
        {
            throw CouchError.NoDatabase();
        }

        return exchange is { Method: "PUT", Target: Target.Whole }
            ? throw new CouchError(412, "file_exists", "The database could not be created, the file already exists.")
            : new Relay(MirrorDatabase.Name, await MirrorDatabase.OpenAsync(mediator, exchange.Aborted), MayAdminister: false);
    }
}
