using System.Net;
using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Apps;

/// <summary>Keeps pages of other sites out, which a browser on this device would let reach loopback.</summary>
/// <remarks>
/// The <c>Host</c> check is against DNS rebinding: a name of somebody else's that comes to mean 127.0.0.1 is still that name in the header.
/// The <c>Origin</c> check is against requests across sites; who is named in the setting <c>cors</c> may.
/// </remarks>
internal sealed class BrowserGuard(GatewayOptions options)
{
    /// <exception cref="CouchError">403.</exception>
    public void Check(HttpRequest request)
    {
        if (!IsLoopback(request.Host.Host))
        {
            throw CouchError.Forbidden("Call this by its loopback address. A name that only leads here is refused, since a page could be behind it.");
        }

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}" && !options.CorsOrigins.Contains(origin))
        {
            throw CouchError.Forbidden("Pages of this origin may not call here. Its owner can allow it in the gateway's setting 'cors'.");
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
