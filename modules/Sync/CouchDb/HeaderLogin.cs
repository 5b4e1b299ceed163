using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>The same header with each request: name and password, or a token. There is nothing to renew it with, so a refusal is the end of it.</summary>
internal sealed class HeaderLogin(HttpClient http, AuthenticationHeaderValue header, Action refused) : ServerLogin(http.BaseAddress!, refused)
{
    public override string? Authorise(HttpRequestMessage request)
    {
        request.Headers.Authorization = header;
        return header.Scheme;
    }

    protected override async Task<HttpResponseMessage?> RenewAloneAsync(string? stale, CancellationToken cancellationToken)
    {
        if (stale is not null)
        {
            throw Refuse();
        }

        using var request = CouchClient.Request(HttpMethod.Get, "_session", null);
        Authorise(request);
        var response = await http.SendAsync(request, cancellationToken);
        if (CouchClient.IsTransient(response.StatusCode))
        {
            return response;
        }

        using (response)
        {
            ThrowIfRefused(response);

            // A server that does not take this kind of header lets the request pass, as nobody's.
            return Name(await CouchClient.ReadJsonAsync(response, cancellationToken)) is null ? throw Refuse() : null;
        }
    }

    private static string? Name(JsonNode? session) => CouchJson.Text(CouchJson.Member(session, "userCtx"), "name");
}
