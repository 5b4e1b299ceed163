using System.Net;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>The account's own document in <c>_users</c>: the one document there that its user may read and change.</summary>
internal static class OwnAccount
{
    /// <summary>Gives the account another password. The session it is done under ends with it.</summary>
    public static async Task SetPasswordAsync(CouchClient client, string user, string password, CancellationToken cancellationToken)
    {
        var path = "_users/" + Uri.EscapeDataString("org.couchdb.user:" + user);
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
