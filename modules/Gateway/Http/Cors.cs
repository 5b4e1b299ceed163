using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Http;

/// <summary>Lets the pages of named origins call from a browser, with credentials. Without a setting no page may.</summary>
internal sealed class Cors(GatewayOptions options)
{
    /// <summary>Answers a preflight; false when the request is none and goes on.</summary>
    public bool Handle(HttpContext http)
    {
        if (options.CorsOrigins.Count == 0)
        {
            return false;
        }

        var headers = http.Response.Headers;
        headers.Vary = "Origin";
        var origin = http.Request.Headers.Origin.ToString();
        if (!options.CorsOrigins.Contains(origin))
        {
            return false;
        }

        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlExposeHeaders = "accept-ranges, cache-control, content-md5, content-range, content-type, etag, location, server";
        if (!HttpMethods.IsOptions(http.Request.Method) || !http.Request.Headers.ContainsKey("Access-Control-Request-Method"))
        {
            return false;
        }

        headers.AccessControlAllowMethods = "GET, PUT, POST, HEAD, DELETE";
        headers.AccessControlAllowHeaders = "accept, authorization, content-encoding, content-type, if-match, if-none-match, origin, range, referer";
        headers.AccessControlMaxAge = "600";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }
}
