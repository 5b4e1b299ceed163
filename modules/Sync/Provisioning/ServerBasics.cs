using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Provisioning;

/// <summary>What server this is, whether its clock is right, whether it was set up at all, and on how many nodes it runs.</summary>
internal static class ServerBasics
{
    private const string Apache = "The Apache Software Foundation";
    private const int OldestMajor = 3; // 2.x is without security fixes since 2021

    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(1); // sessions last ten; a token's times are often shorter

    /// <summary>Answers whether it is an Apache CouchDB, whose settings are known.</summary>
    public static async Task<bool> RunAsync(ServerVisit visit, TimeProvider time, CancellationToken cancellationToken)
    {
        using var response = await visit.Client.SendAsync(() => CouchClient.Request(HttpMethod.Get, "", null), cancellationToken);
        await visit.Client.ThrowUnlessSuccessAsync(response, "", cancellationToken);
        var welcome = await CouchClient.ReadJsonAsync(response, cancellationToken);
        var isApache = Version(visit, welcome);
        Clock(visit, response.Headers.Date, time);
        await SystemDatabaseAsync(visit, "_users", cancellationToken);
        if (isApache)
        {
            await SystemDatabaseAsync(visit, "_replicator", cancellationToken);
            await NodesAsync(visit, cancellationToken);
        }

        return isApache;
    }

    private static bool Version(ServerVisit visit, JsonNode? welcome)
    {
        var vendor = CouchJson.Text(CouchJson.Member(welcome, "vendor"), "name") ?? (CouchJson.Member(welcome, "express-pouchdb") is null ? null : "express-pouchdb");
        var version = CouchClient.Shorten(CouchJson.Text(welcome, "version") ?? "not told");
        var isApache = vendor == Apache;
        var found = $"{CouchClient.Shorten(vendor ?? "not told")} {version}";
        if (isApache && (!int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) || major < OldestMajor))
        {
            visit.Recommend("version", found, "Take CouchDB 3.x: older ones get no security fixes, and do not tell when a database was made anew.");
        }
        else
        {
            visit.Good("version", found);
        }

        return isApache;
    }

    private static void Clock(ServerVisit visit, DateTimeOffset? shown, TimeProvider time)
    {
        if (shown is not { } there)
        {
            visit.Unknown("clock", "not told", "The server, or a proxy before it, sends no Date.");
            return;
        }

        var skew = there - time.GetUtcNow();
        var found = $"{skew.TotalSeconds.ToString("+0;-0;0", CultureInfo.InvariantCulture)} s from this machine's";
        if (skew.Duration() > MostSkew)
        {
            visit.Recommend("clock", found, "Set both by NTP: sessions and tokens have times in them. Aurix itself decides nothing by clocks.");
        }
        else
        {
            visit.Good("clock", "within a minute of this machine's");
        }
    }

    private static async Task SystemDatabaseAsync(ServerVisit visit, string name, CancellationToken cancellationToken)
    {
        if (await visit.FindAsync(name, cancellationToken) is not null)
        {
            visit.Good($"database {name}", "there");
            return;
        }

        await visit.ChangeAsync($"database {name}", "missing: the server was never set up", "Make it", () => visit.CreateAsync(name, cancellationToken));
    }

    private static async Task NodesAsync(ServerVisit visit, CancellationToken cancellationToken)
    {
        var nodes = (CouchJson.Member(await visit.FindAsync("_membership", cancellationToken), "cluster_nodes") as JsonArray)?.Count;
        if (nodes is { } count)
        {
            visit.Good("nodes", count.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            visit.Unknown("nodes", "not told", "");
        }
    }
}
