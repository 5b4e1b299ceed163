using System.Text.Json.Nodes;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Provisioning;

/// <summary>Looks whether an account may change its own password, which a CouchDB 3 as it comes forbids: its <c>_users</c> is for administrators.</summary>
/// <remarks>Opened, it still shows each account its own document only (https://docs.couchdb.org/en/stable/intro/security.html#authentication-database).</remarks>
internal static class OwnPasswordCheck
{
    private const string What = "own passwords";

    public static async Task RunAsync(ServerVisit visit, CancellationToken cancellationToken)
    {
        var members = CouchJson.Member(await visit.FindAsync("_users/_security", cancellationToken), "members");
        if (Count(members, "names") + Count(members, "roles") == 0)
        {
            visit.Good(What, "each account may change its own");
        }
        else
        {
            visit.Recommend(What, "no account may change its own", """Else 'aurix vault password' does not work here. Set couchdb/users_db_security_editable to true, put {"admins":{"roles":["_admin"]},"members":{}} at /_users/_security, and set it back to false: each account then sees its own document only.""");
        }
    }

    private static int Count(JsonNode? members, string name) => (CouchJson.Member(members, name) as JsonArray)?.Count ?? 0;
}
