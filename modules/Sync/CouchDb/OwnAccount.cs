using System.Net;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>The account's own document in <c>_users</c>: the one document there that its user may read and change.</summary>
internal static class OwnAccount
{
    /// <summary>Where it is.</summary>
    public static string PathOf(string user) => "_users/" + Uri.EscapeDataString("org.couchdb.user:" + user);

    /// <summary>Gives the account another password. The session it is done under ends with it.</summary>
    /// <exception cref="RemoteRefusedException"><c>OwnPasswordForbidden</c>: a CouchDB 3 as it comes keeps its accounts from their own documents.</exception>
    public static async Task SetPasswordAsync(CouchClient client, string user, string password, CancellationToken cancellationToken)
    {
        try
        {
            await ChangeAsync(client, user, password, cancellationToken);
        }
        catch (RemoteRefusedException refused) when (refused.Code == "Forbidden")
        {
            throw new RemoteRefusedException("OwnPasswordForbidden", "The server lets no account change its own password. The one in use stays as it is, everywhere.", "Ask the server's owner to allow it: 'aurix server provision --check' says how. Then change the password again.", refused);
        }
    }

    private static async Task ChangeAsync(CouchClient client, string user, string password, CancellationToken cancellationToken)
    {
        var path = PathOf(user);
        for (var attempt = 1; ; attempt++)
        {
            var document = await client.ExchangeAsync(HttpMethod.Get, path, null, cancellationToken) as JsonObject ?? throw client.Garbled(path);

            // Made anew and not sent back as it came: a hash that came along would be kept beside the new password by a server that hashes only what has none.
            document = new JsonObject
            {
                ["_id"] = CouchJson.Text(document, "_id"),
                ["_rev"] = CouchJson.Text(document, "_rev"),
                ["name"] = user,
                ["type"] = "user",
                ["roles"] = new JsonArray([.. (CouchJson.Member(document, "roles") as JsonArray ?? []).Select(CouchJson.Text).OfType<string>().Select(role => JsonValue.Create(role))]),
            };
            document["password"] = password;
            using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Put, path, document), cancellationToken);
            if (response.StatusCode != HttpStatusCode.Conflict || attempt == CouchClient.ConflictTries)
            {
                await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
                return;
            }
        }
    }
}
