using System.Text;
using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>Finds out who asks: by name and password on the request, or by the cookie of a session.</summary>
internal sealed class Authenticator(AccountStore accounts, Passwords passwords, LoginGuard guard, SessionCookies cookies)
{
    /// <summary>Who asks; nobody when the request does not say.</summary>
    /// <exception cref="CouchError">It says, but wrongly.</exception>
    public async Task<Principal> AuthenticateAsync(Exchange exchange)
    {
        var authorization = exchange.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var (name, password) = Decode(authorization["Basic ".Length..].Trim());
            var account = await LoginAsync(exchange.Http, name, password, exchange.Aborted);
            return new Principal(account.Name, account.Roles, "default");
        }

        return exchange.Request.Cookies.TryGetValue(SessionCookies.Name, out var cookie) && SessionCookies.Read(cookie) is { } presented
            ? await ResumeAsync(exchange, presented)
            : Principal.Anonymous;
    }

    /// <summary>Checks a name and a password, counting failures.</summary>
    public async Task<Account> LoginAsync(HttpContext http, string name, ReadOnlyMemory<byte> password, CancellationToken cancellationToken)
    {
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "";
        if (guard.IsLocked(name, address))
        {
            throw CouchError.Forbidden("Account is temporarily locked due to multiple authentication failures");
        }

        var account = await accounts.FindAsync(name, cancellationToken);
        if (!await passwords.VerifyAsync(account?.Password, password, cancellationToken))
        {
            guard.Failed(name, address);
            throw WrongLogin();
        }

        guard.Succeeded(name, address);
        return account!;
    }

    private static CouchError WrongLogin() => CouchError.Unauthorized("Name or password is incorrect.");

    private static (string Name, ReadOnlyMemory<byte> Password) Decode(string credentials)
    {
        var bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length) || bytes.AsSpan(0, length).IndexOf((byte)':') is var colon && colon < 0)
        {
            throw WrongLogin();
        }

        return (Encoding.UTF8.GetString(bytes, 0, colon), bytes.AsMemory(colon + 1, length - colon - 1));
    }

    private async Task<Principal> ResumeAsync(Exchange exchange, SessionCookies.Presented presented)
    {
        if (await accounts.FindAsync(presented.User, exchange.Aborted) is not { Password: not null } account)
        {
            return Principal.Anonymous;
        }

        var verdict = cookies.Check(presented, account);
        if (verdict == SessionCookies.Verdict.Refused)
        {
            return Principal.Anonymous;
        }

        if (verdict == SessionCookies.Verdict.Renew)
        {
            exchange.Response.Headers.Append("Set-Cookie", cookies.Issue(account));
        }

        return new Principal(account.Name, account.Roles, "cookie");
    }
}
