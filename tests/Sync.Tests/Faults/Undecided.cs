using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Replication;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Faults;

/// <summary>What a checkpoint has passed and is neither on the other side nor set aside by name: there may be nothing of it at any moment (I-2, I-5).</summary>
internal static class Undecided
{
    public static async Task AssertNoneAsync(World world, Device device)
    {
        var setAside = (await device.QuarantineAsync()).Select(entry => entry.RemoteId).ToHashSet(StringComparer.Ordinal);
        Assert.All(await NotPushedAsync(world, device), id => Assert.Contains(id, setAside));
        Assert.All(await NotPulledAsync(world, device), id => Assert.Contains(id, setAside));
    }

    private static async Task<IEnumerable<string>> NotPushedAsync(World world, Device device)
    {
        if (await PlaceAsync(world, device, push: true) is not { } place)
        {
            return [];
        }

        var after = (await device.Mediator.Send(new ReadChanges(DatabaseName.Vault, new LocalSequence(long.Parse(place, CultureInfo.InvariantCulture)), 1000))).Rows.Select(row => row.Id).ToHashSet();
        var passed = (await device.Mediator.Send(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 1000))).Rows.Where(row => !after.Contains(row.Id));
        var question = new JsonObject(passed.Select(row => KeyValuePair.Create<string, JsonNode?>(row.RemoteId!, new JsonArray([.. row.Leaves.Select(leaf => JsonValue.Create(leaf.Revision.ToString()))]))));
        return ((JsonObject)await world.Server.SendAsync(HttpMethod.Post, $"{World.Database}/_revs_diff", question.ToJsonString())).Select(lacking => lacking.Key);
    }

    private static async Task<IEnumerable<string>> NotPulledAsync(World world, Device device)
    {
        if (await PlaceAsync(world, device, push: false) is not { } place)
        {
            return [];
        }

        var all = await FeedAsync(world, "0");
        var after = (await FeedAsync(world, place)).Select(row => (string)row!["id"]!).ToHashSet(StringComparer.Ordinal);
        var passed = all.Where(row => RemoteNames.IsDocument((string)row!["id"]!) && !after.Contains((string)row["id"]!));
        var offers = passed.Select(row => new RevisionOffer((string)row!["id"]!, [.. row["changes"]!.AsArray().Select(change => Revision.Parse((string)change!["rev"]!))]));
        return (await device.Mediator.Send(new FindMissingRevisions(DatabaseName.Vault, [.. offers]))).Select(lacking => lacking.RemoteId);
    }

    private static async Task<JsonArray> FeedAsync(World world, string since) =>
        (await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/_changes?style=all_docs&since={Uri.EscapeDataString(since)}"))["results"]!.AsArray();

    private static async Task<string?> PlaceAsync(World world, Device device, bool push)
    {
        var account = JsonNode.Parse(await File.ReadAllTextAsync(device.AccountPath))!;
        var instance = (string)(await world.Server.SendAsync(HttpMethod.Get, World.Database))["instance_start_time"]!;
        var name = CheckpointLog.NameOf((string)account["client"]!, (string)account["vault"]!, instance, push);
        return await device.Mediator.Send(new GetLocalDocument(DatabaseName.Vault, name)) is { } log ? (string?)JsonNode.Parse(log.Body.Utf8.Span)!["source_last_seq"] : null;
    }
}
