using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>A cookie session.</summary>
internal sealed class CouchSession(HttpClient http, string user, string password, Action refused) : ServerLogin(http.BaseAddress!, refused)
{
    private volatile string? _cookie;

    public override string? Authorise(HttpRequestMessage request)
    {
        var cookie = _cookie;
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        return cookie;
    }

    protected override async Task<HttpResponseMessage?> RenewAloneAsync(string? stale, CancellationToken cancellationToken)
    {
        if (_cookie != stale)
        {
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "_session");
        request.Content = new StringContent(new JsonObject { ["name"] = user, ["password"] = password }.ToJsonString(), Encoding.UTF8, "application/json");
        var response = await http.SendAsync(request, cancellationToken);
        if (CouchClient.IsTransient(response.StatusCode))
        {
            return response;
        }

        using (response)
        {
            ThrowIfRefused(response);
            _cookie = Cookie(response);
            return null;
        }
    }

    private string Cookie(HttpResponseMessage response)
    {
        var cookie = response.IsSuccessStatusCode && response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Select(cookie => cookie.Split(';')[0]).FirstOrDefault(cookie => cookie.StartsWith("AuthSession=", StringComparison.Ordinal))
            : null;
        return cookie ?? throw new RemoteRefusedException("NotACouchDb", $"'{http.BaseAddress}' answered {(int)response.StatusCode} to the login and gave no session.", "Check the address and whether the server allows cookie sessions.");
    }
}
