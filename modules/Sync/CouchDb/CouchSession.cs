using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>A cookie session. Renewed by one caller at a time, and never by trying a refused login again.</summary>
internal sealed class CouchSession(HttpClient http, string user, string password) : IDisposable
{
    /// <summary>The code of a refusal by name and password.</summary>
    public const string LoginRefused = nameof(LoginRefused);

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

    /// <summary>Logs in anew, unless somebody else has done so since <paramref name="stale"/> was used.</summary>
    /// <returns>Null when there is a session now; an answer that says to come back later, for the caller to try again and to dispose.</returns>
    public async Task<HttpResponseMessage?> RenewAsync(string? stale, CancellationToken cancellationToken)
    {
        await _renewal.WaitAsync(cancellationToken);
        try
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
                _cookie = Cookie(response);
                return null;
            }
        }
        finally
        {
            _renewal.Release();
        }
    }

    private string Cookie(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw Refused(http.BaseAddress!);
        }

        var cookie = response.IsSuccessStatusCode && response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? cookies.Select(cookie => cookie.Split(';')[0]).FirstOrDefault(cookie => cookie.StartsWith("AuthSession=", StringComparison.Ordinal))
            : null;
        return cookie ?? throw new RemoteRefusedException("NotACouchDb", $"'{http.BaseAddress}' answered {(int)response.StatusCode} to the login and gave no session.", "Check the address and whether the server allows cookie sessions.");
    }

    public static RemoteRefusedException Refused(Uri server) =>
        new(LoginRefused, $"'{server}' refused the login.", "Check user name and password. If the password was changed on another device, run 'aurix sync login' with the new one; everything here is kept. It was tried once only, so the account is not locked.");

    public void Dispose() => _renewal.Dispose();
}
