using System.Text;
using System.Text.Json;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/_session</c>: log in for a cookie, ask who one is, log out.</summary>
internal sealed class SessionEndpoint(Authenticator authenticator, SessionCookies cookies) : IEndpoint
{
    /// <summary>A name and a password need no more.</summary>
    private const long MaxBody = 16 << 10;

    public string Path => "/_session";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "POST", "DELETE");
        return exchange.Method switch
        {
            "POST" => LoginAsync(exchange),
            "DELETE" => LogoutAsync(exchange),
            _ => DescribeAsync(exchange),
        };
    }

    private async Task LoginAsync(Exchange exchange)
    {
        var (name, password) = await ReadAsync(exchange);
        var account = await authenticator.LoginAsync(exchange.Http, name, Encoding.UTF8.GetBytes(password), exchange.Aborted);
        exchange.Response.Headers.SetCookie = cookies.Issue(account);
        await JsonAnswer.ObjectAsync(exchange, 200, json =>
        {
            json.WriteBoolean("ok"u8, true);
            json.WriteString("name"u8, account.Name);
            WriteRoles(json, account.Roles);
        });
    }

    private static Task LogoutAsync(Exchange exchange)
    {
        exchange.Response.Headers.SetCookie = SessionCookies.Expire();
        return JsonAnswer.ObjectAsync(exchange, 200, json => json.WriteBoolean("ok"u8, true));
    }

    private static Task DescribeAsync(Exchange exchange) => JsonAnswer.ObjectAsync(exchange, 200, json =>
    {
        json.WriteBoolean("ok"u8, true);
        json.WriteStartObject("userCtx"u8);
        json.WriteString("name"u8, exchange.User.Name);
        WriteRoles(json, exchange.User.Roles);
        json.WriteEndObject();
        json.WriteStartObject("info"u8);
        json.WriteStartArray("authentication_handlers"u8);
        json.WriteStringValue("cookie"u8);
        json.WriteStringValue("default"u8);
        json.WriteEndArray();
        if (exchange.User.By is { } by)
        {
            json.WriteString("authenticated"u8, by);
        }

        json.WriteEndObject();
    });

    private static async Task<(string Name, string Password)> ReadAsync(Exchange exchange)
    {
        if (RequestBody.IsType(exchange.Request, "application/x-www-form-urlencoded"))
        {
            var form = QueryHelpers.ParseQuery(Encoding.UTF8.GetString((await RequestBody.ReadAsync(exchange, MaxBody)).Span));
            return (form["name"].ToString() is { Length: > 0 } user ? user : form["username"].ToString(), form["password"].ToString());
        }

        using var document = await RequestBody.ReadObjectAsync(exchange, MaxBody);
        var root = document.RootElement;
        return (Text(root, "name") ?? Text(root, "username") ?? "", Text(root, "password") ?? "");
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? RequestBody.StringOf(value) : null;

    private static void WriteRoles(Utf8JsonWriter json, IEnumerable<string> roles)
    {
        json.WriteStartArray("roles"u8);
        foreach (var role in roles)
        {
            json.WriteStringValue(role);
        }

        json.WriteEndArray();
    }
}
