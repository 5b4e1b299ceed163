using System.Collections.Frozen;
using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Pages;

/// <summary>The dashboard's files, which are part of the module. They hold nothing of the owner's: what the page shows it asks the API for, with a token.</summary>
internal static class Dashboard
{
    public const string Root = "dashboard";

    private static readonly FrozenDictionary<string, (byte[] Bytes, string Type)> Files = new Dictionary<string, (byte[], string)>(StringComparer.Ordinal)
    {
        ["index.html"] = (Read("index.html"), "text/html; charset=utf-8"),
        ["style.css"] = (Read("style.css"), "text/css; charset=utf-8"),
        ["app.js"] = (Read("app.js"), "text/javascript; charset=utf-8"),
        ["api.js"] = (Read("api.js"), "text/javascript; charset=utf-8"),
        ["parts.js"] = (Read("parts.js"), "text/javascript; charset=utf-8"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="exchange">The request.</param>
    /// <param name="path">Below the root; empty for the page itself.</param>
    public static async Task HandleAsync(Exchange exchange, string[] path)
    {
        exchange.Allow("GET", "HEAD");
        var (bytes, type) = Files.GetValueOrDefault(path is [] ? "index.html" : string.Join('/', path));
        if (bytes is null)
        {
            throw CouchError.Missing();
        }

        var response = exchange.Response;
        if (path is [] && !exchange.Request.Path.Value!.EndsWith('/'))
        {
            response.StatusCode = StatusCodes.Status308PermanentRedirect; // its files are beside it
            response.Headers.Location = $"/{Root}/";
            return;
        }

        response.ContentType = type;
        response.ContentLength = bytes.Length;
        response.Headers.CacheControl = "no-cache";
        response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"; // whatever a document says, it runs nothing here
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (!HttpMethods.IsHead(exchange.Method))
        {
            await response.Body.WriteAsync(bytes, exchange.Aborted);
        }
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(Dashboard).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
