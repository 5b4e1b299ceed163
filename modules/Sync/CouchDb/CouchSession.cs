using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>A cookie session. Renewed by one caller at a time, and never by trying a refused login again.</summary>
internal sealed class CouchSession(HttpClient http, string user, string password) : IDisposable
{
    private readonly SemaphoreSlim _renewal = new(1);
    private volatile string? _cookie;

    /// <summary>Adds the cookie, and tells which one it was.</summary>
    public string? Authorise(HttpRequestMessage request)
    {
        var cookie = _cookie;
        if (cookie is not null)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        }

        return cookie;
    }

    public Task OpenAsync(CancellationToken cancellationToken) => RenewAsync(_cookie, cancellationToken);

    /// <summary>Logs in anew, unless somebody else has done so since <paramref name="stale"/> was used.</summary>
    public async Task RenewAsync(string? stale, CancellationToken cancellationToken)
    {
        await _renewal.WaitAsync(cancellationToken);
        try
        {
            if (_cookie != stale)
            {
                return;
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, "_session");
            request.Content = new StringContent(new JsonObject { ["name"] = user, ["password"] = password }.ToJsonString(), Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw Refused(http.BaseAddress!);
            }

            response.EnsureSuccessStatusCode();
            _cookie = response.Headers.TryGetValues("Set-Cookie", out var cookies)
                ? cookies.Select(cookie => cookie.Split(';')[0]).FirstOrDefault(cookie => cookie.StartsWith("AuthSession=", StringComparison.Ordinal))
                : null;
        }
        finally
        {
            _renewal.Release();
        }
    }

    public static RemoteRefusedException Refused(Uri server) =>
        new("LoginRefused", $"'{server}' refused the login.", "Check user name and password, then run 'aurix sync enable' again. It was tried once only, so the account is not locked.");

    public void Dispose() => _renewal.Dispose();
}
