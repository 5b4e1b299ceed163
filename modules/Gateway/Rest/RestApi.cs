using System.Collections.Immutable;
using Aurix.Platform.Gateway.Apps;
using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>The API for apps in any language: finds the route, asks for the scope, and makes every failure a problem that can be read.</summary>
internal sealed class RestApi
{
    /// <summary>Where it is.</summary>
    public const string Root = "api";

    /// <summary>What is understood. Another that cannot be understood as this one would be another name.</summary>
    public const string Version = "v1";

    private readonly AppAuthenticator _authenticator;
    private readonly ImmutableArray<Route> _routes;

    public RestApi(IEnumerable<IRoutes> routes, AppAuthenticator authenticator)
    {
        _authenticator = authenticator;
        _routes = [.. routes.SelectMany(some => some.All), new("GET", "openapi.json", AppScopes.Read, "This description, as OpenAPI 3.1.", DescribeAsync)];
    }

    /// <param name="exchange">The request.</param>
    /// <param name="path">Below the root, decoded.</param>
    public async Task HandleAsync(Exchange exchange, string[] path)
    {
        try
        {
            exchange.User = await _authenticator.AuthenticateAsync(exchange);
            await FindAsync(exchange, path);
        }
        catch (Exception failure) when (!exchange.Response.HasStarted && !exchange.Aborted.IsCancellationRequested && failure is not OperationCanceledException)
        {
            var problem = Problem.Of(failure);
            exchange.Response.Headers.Remove("ETag");
            await problem.WriteAsync(exchange);
        }
    }

    private Task DescribeAsync(RestCall call)
    {
        call.Exchange.Response.ContentType = "application/json";
        return call.Exchange.Response.WriteAsync(OpenApi.Describe(_routes).ToJsonString(), call.Aborted);
    }

    private async Task FindAsync(Exchange exchange, string[] path)
    {
        var meant = _routes.Select(route => (Route: route, Values: route.Match(path))).Where(found => found.Values is not null).ToList();
        if (meant.Count == 0)
        {
            AppAuthenticator.Demand(exchange.User, AppScopes.Read);
            throw Problem.Missing("There is nothing here. docs/api.md lists what there is.");
        }

        var method = exchange.IsRead ? "GET" : exchange.Method;
        var (route, values) = meant.Find(found => found.Route.Method == method);
        if (route is null)
        {
            exchange.Response.Headers.Allow = string.Join(", ", meant.Select(found => found.Route.Method));
            throw new Problem(405, "MethodNotAllowed", $"Only {string.Join(", ", meant.Select(found => found.Route.Method))} can be asked here.");
        }

        AppAuthenticator.Demand(exchange.User, route.Scope);
        await route.Handle(new(exchange, values!));
    }
}
