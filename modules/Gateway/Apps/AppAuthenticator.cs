using System.Collections.Immutable;
using System.Text;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.Apps;

/// <summary>Finds out which app asks: by its token, as <c>Bearer</c>, or as name and password for clients that know nothing else (PouchDB's URL).</summary>
internal sealed class AppAuthenticator(AppStore apps)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";

    /// <summary>The app; nobody when the request names none.</summary>
    /// <exception cref="CouchError">401: it shows a token that is not good.</exception>
    public async Task<Principal> AuthenticateAsync(Exchange exchange)
    {
        var authorization = exchange.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            return Principal.Anonymous;
        }

        return TokenIn(authorization) is { } token
            && App.NameIn(token) is { } name
            && await apps.FindAsync(name, exchange.Aborted) is { } app
            && app.Accepts(token)
            ? new Principal(app.Name, ScopesOf(app.Scopes), "token")
            : throw CouchError.Unauthorized("This is no token of an app. Make one with 'aurix app create'.");
    }

    /// <summary>Refuses who may not.</summary>
    /// <exception cref="CouchError">401 for nobody, 403 for an app whose token does not allow it.</exception>
    public static void Demand(Principal user, AppScopes scope)
    {
        if (user.Name is null)
        {
            throw CouchError.Unauthorized("Apps show a token here. Make one with 'aurix app create'.");
        }

        if (!user.Roles.Contains(RoleOf(scope)))
        {
            throw CouchError.Forbidden($"This app's token does not allow to {RoleOf(scope)}.");
        }
    }

    /// <summary>How a scope is called as a role.</summary>
    public static string RoleOf(AppScopes scope) => scope switch
    {
        AppScopes.Read => "read",
        AppScopes.Write => "write",
        AppScopes.Sync => "sync",
        AppScopes.Admin => "admin",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "One scope."),
    };

    private static ImmutableArray<string> ScopesOf(AppScopes scopes) =>
        [.. Enum.GetValues<AppScopes>().Where(scope => scope != AppScopes.None && scopes.HasFlag(scope)).Select(RoleOf)];

    private static string? TokenIn(string authorization)
    {
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return authorization[Bearer.Length..].Trim();
        }

        var bytes = new byte[authorization.Length];
        return authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
            && Convert.TryFromBase64String(authorization[Basic.Length..].Trim(), bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : null;
    }
}
