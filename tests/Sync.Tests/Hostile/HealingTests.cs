using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Hostile;

/// <summary>What a server lost or hid of ours is put there again, in bounded numbers; nothing local goes because of it (G2).</summary>
public sealed class HealingTests
{
    [Fact]
    public async Task T29_A_bare_deletion_deletes_nothing_and_the_leaf_is_put_beside_it_once()
    {
        await using var world = await World.SharedAsync();
        var id = await world.B.RemoteIdAsync("one");
        var leaf = await world.B.RevisionAsync("one");
        await DeleteAsync(world, id);

        await world.B.SyncAsync();

        Assert.Equal(["ForgedDelete"], await world.B.RefusalsAsync());
        Assert.Equal("1", await world.B.ReadAsync("one"));
        var healed = await world.B.RevisionAsync("one");
        Assert.Equal((2, leaf), (healed.Generation, Assert.Single((await TipAsync(world.B)).Parents)));
        Assert.Equal(healed.ToString(), (string?)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}"))["_rev"]);
        await world.A.SyncAsync(); // meets the same delete, and finds that B has said it already
        Assert.Equal(await world.B.StateAsync(), await world.A.StateAsync());
        Assert.Equal(0, (await world.A.SyncAsync()).DocumentsPushed);
        Assert.Equal(0, (await world.B.SyncAsync()).DocumentsPushed);
        Assert.Equal(healed, await world.B.RevisionAsync("one"));
    }

    [Fact]
    public async Task T29_An_administrator_who_deletes_again_and_again_is_answered_once_a_day()
    {
        await using var world = await World.SharedAsync();
        var id = await world.B.RemoteIdAsync("one");
        for (var time = 0; time < 4; time++)
        {
            if (await world.Server.HasAsync($"{World.Database}/{id}"))
            {
                await DeleteAsync(world, id);
            }

            await world.B.SyncAsync();
        }

        Assert.False(await world.Server.HasAsync($"{World.Database}/{id}")); // deleted again after it was healed

        Assert.Equal(2, (await world.B.RevisionAsync("one")).Generation);
        Assert.Equal("1", await world.B.ReadAsync("one"));

        world.B.Time.Advance(TimeSpan.FromHours(25));
        await world.B.SyncAsync();

        Assert.Equal(3, (await world.B.RevisionAsync("one")).Generation);
        Assert.True(await world.Server.HasAsync($"{World.Database}/{id}"));
        await world.A.SyncAsync();
        Assert.Equal("1", await world.A.ReadAsync("one"));
    }

    [Fact]
    public async Task T29_Two_devices_that_heal_apart_write_one_revision()
    {
        await using var world = await World.SharedAsync();
        await DeleteAsync(world, await world.B.RemoteIdAsync("one"));
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") ? ProxyAnswer.Error(403, "forbidden") : null;
        await Assert.ThrowsAnyAsync<Errors.AurixException>(world.A.SyncAsync);
        await Assert.ThrowsAnyAsync<Errors.AurixException>(world.B.SyncAsync);

        Assert.Equal(2, (await world.A.RevisionAsync("one")).Generation);
        Assert.Equal(await world.A.RevisionAsync("one"), await world.B.RevisionAsync("one"));
    }

    [Fact]
    public async Task What_a_server_lost_is_sent_again_when_it_shows_something_forged_instead()
    {
        await using var world = await World.SharedAsync();
        var id = await world.B.RemoteIdAsync("one");
        var revision = await world.B.RevisionAsync("one");
        await world.B.SyncAsync();
        var all = (await world.Server.SendAsync(HttpMethod.Post, $"{World.Database}/_bulk_get?revs=true", await EverythingButAsync(world, id)))["results"]!.AsArray();
        await world.Server.RecreateAsync();
        await world.Server.GraftAsync($$"""{"_id":"{{id}}","_rev":"1-00000000000000000000000000000001","_deleted":true}""");
        foreach (var found in all)
        {
            await world.Server.GraftAsync(found!["docs"]![0]!["ok"]!.ToJsonString());
        }

        var before = await world.B.StateAsync();
        await world.B.SyncAsync();

        Assert.Equal(before, await world.B.StateAsync()); // it stands beside our leaf, not over it: nothing has to be said again
        Assert.Equal(["ForgedDelete"], await world.B.RefusalsAsync());
        var leaves = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}");
        Assert.Equal(revision.ToString(), (string?)leaves["_rev"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task T44_Where_the_server_shows_only_what_was_before_our_leaf_it_gets_the_leaf_again(bool deletes)
    {
        await using var world = await World.SharedAsync();
        var old = await world.A.RevisionAsync("one");
        var leaf = await (deletes ? DeleteAsync(world.A, old) : world.A.WriteAsync("one", "2"));
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.B.SyncAsync(); // its push checkpoint is past everything
        var before = await world.B.EverythingAsync();
        var id = await world.A.RemoteIdAsync("one");
        Purge(world, id, old, leaf);

        await world.B.SyncAsync();

        Assert.Equal(before, await world.B.EverythingAsync());
        var sent = world.Proxy.Requests.Where(request => request.Is("POST", "/_bulk_docs")).SelectMany(request => request.Json["docs"]!.AsArray());
        Assert.Equal((id, leaf.ToString()), ((string)Assert.Single(sent)!["_id"]!, (string)Assert.Single(sent)!["_rev"]!));
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Fact]
    public async Task An_ordinary_round_offers_nothing_again()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        await world.A.SyncAsync();
        world.Proxy.BeHonest();

        await world.A.SyncAsync(); // sees its own edit come back

        Assert.Equal(0, world.Proxy.Count("POST", "/_revs_diff"));
    }

    private static async Task<Revision> DeleteAsync(Device device, Revision revision)
    {
        await device.Mediator.Send(new DeleteDocument(new("one"), revision));
        return await device.RevisionAsync("one");
    }

    // What an administrator's DELETE does.
    private static async Task DeleteAsync(World world, string id)
    {
        var shown = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}");
        await world.Server.SendAsync(HttpMethod.Delete, $"{World.Database}/{id}?rev={shown["_rev"]}");
    }

    // The leaf is gone from the server and its parent is a leaf again; the feed tells so.
    private static void Purge(World world, string id, Revision old, Revision leaf)
    {
        world.Proxy.Requests.Clear();
        world.Proxy.After = (request, answer) =>
            request.Is("GET", "/_changes") ? answer.Edit(feed => feed["results"]!.AsArray().Add(JsonNode.Parse($$"""{"seq":"x","id":"{{id}}","changes":[{"rev":"{{old}}"}]}"""))) :
            request.Is("POST", "/_revs_diff") ? answer.Edit(missing => missing[id] = JsonNode.Parse($$"""{"missing":["{{leaf}}"]}""")) :
            answer;
    }

    private static async Task<DocumentBody> TipAsync(Device device) =>
        Assert.Single((await device.Mediator.Send(new ReadTree(new("one"))))!.Leaves).Body!;

    private static async Task<string> EverythingButAsync(World world, string id)
    {
        var ids = (await world.Server.IdsAsync(World.Database)).Where(other => other != id);
        return new JsonObject { ["docs"] = new JsonArray([.. ids.Select(other => new JsonObject { ["id"] = other })]) }.ToJsonString();
    }
}
