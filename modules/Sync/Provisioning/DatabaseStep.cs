using System.Text.Json.Nodes;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Provisioning;

/// <summary>A database of the pair, and who may read and write it: the account, and nobody who was not named.</summary>
internal static class DatabaseStep
{
    private const string AdminRole = "_admin"; // what CouchDB 3 puts into a new database: administrators only

    public static async Task RunAsync(ServerVisit visit, string database, string user, CancellationToken cancellationToken)
    {
        var isThere = await visit.FindAsync(database, cancellationToken) is not null;
        if (isThere)
        {
            visit.Good($"database {database}", "there");
        }
        else
        {
            await visit.ChangeAsync($"database {database}", "missing", "Make it", () => visit.CreateAsync(database, cancellationToken));
        }

        // With --check it is still missing, and says nothing of its members.
        if (await visit.FindAsync(database + "/_security", cancellationToken) is JsonObject security)
        {
            await MembersAsync(visit, database, user, security, cancellationToken);
        }
    }

    private static async Task MembersAsync(ServerVisit visit, string database, string user, JsonObject security, CancellationToken cancellationToken)
    {
        var what = $"members of {database}";
        var names = Texts(security, "names");
        var roles = Texts(security, "roles");
        var others = names.Where(name => name != user).Concat(roles.Where(role => role != AdminRole).Select(role => $"role {role}")).ToList();
        if (!names.Contains(user))
        {
            var found = names.Count + roles.Count == 0 ? "everybody" : others.Count == 0 ? "administrators only" : CouchClient.Shorten(string.Join(", ", others));
            await visit.ChangeAsync(what, found, $"Let {user} in", () => visit.Client.ExchangeAsync(HttpMethod.Put, database + "/_security", With(security, names, roles, user), cancellationToken));
            return;
        }

        if (others.Count > 0)
        {
            visit.Recommend(what, CouchClient.Shorten(string.Join(", ", names.Concat(roles))), $"Take out whoever is not {user}: they can delete what is sealed, though not read it.");
            return;
        }

        visit.Good(what, user);
    }

    private static JsonObject With(JsonObject security, List<string> names, List<string> roles, string user)
    {
        var changed = security.DeepClone().AsObject();
        changed["members"] = new JsonObject
        {
            ["names"] = new JsonArray([.. names.Append(user).Select(name => JsonValue.Create(name))]),
            ["roles"] = new JsonArray([.. roles.Where(role => role != AdminRole).Select(role => JsonValue.Create(role))]),
        };
        changed["admins"] ??= new JsonObject { ["names"] = new JsonArray(), ["roles"] = new JsonArray(AdminRole) };
        return changed;
    }

    private static List<string> Texts(JsonObject security, string list) =>
        [.. (CouchJson.Member(CouchJson.Member(security, "members"), list) as JsonArray ?? []).Select(CouchJson.Text).OfType<string>()];
}
