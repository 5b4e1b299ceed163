using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A round goes on where both sides remember to be. Forgetting costs time, never a document.</summary>
public sealed class CheckpointTests
{
    [Fact]
    public async Task A_place_in_the_feed_that_no_server_knows_does_not_wedge_a_device()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("first", "1");
        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => request.Is("GET", "/_changes") ? answer.Edit(json => json["last_seq"] = "nonsense") : answer;
        await world.B.SyncAsync();
        world.Proxy.BeHonest();
        await world.A.WriteAsync("second", "2");
        await world.A.SyncAsync();

        await world.B.SyncAsync();

        Assert.Equal("2", await world.B.ReadAsync("second"));
    }

    [Fact]
    public async Task A_round_with_nothing_new_transfers_no_document()
    {
        await using var world = await SettledAsync();

        var report = await world.B.SyncAsync();

        Assert.Equal((0, 0), (report.DocumentsPulled, report.DocumentsPushed));
        Assert.Equal(["/_session"], world.Proxy.Requests.Where(request => request.Method is "POST").Select(request => request.Path));
        Assert.DoesNotContain("since=0", Assert.Single(world.Proxy.Requests, request => request.Is("GET", "/_changes")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_lost_checkpoint_costs_names_and_no_document(bool loseRemote, bool loseLocal)
    {
        await using var world = await SettledAsync();
        await LoseAsync(world, loseRemote, loseLocal);
        var before = await world.B.StateAsync();

        var report = await world.B.SyncAsync();

        Assert.Equal((0, 0), (report.DocumentsPulled, report.DocumentsPushed));
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_get"));
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs"));
        Assert.Contains("since=0", Assert.Single(world.Proxy.Requests, request => request.Is("GET", "/_changes")).Path, StringComparison.Ordinal);
        Assert.Equal(before, await world.B.StateAsync());
    }

    [Fact]
    public async Task A_round_that_breaks_between_the_documents_and_the_checkpoint_ends_equal_the_next_time()
    {
        await using var world = await SettledAsync();
        await world.A.WriteAsync("one", "11");
        await world.A.SyncAsync();
        await world.B.WriteAsync("two", "22");
        world.Proxy.Before = request => request.Is("PUT", "/_local/") ? ProxyAnswer.Error(403, "no") : null;
        await Assert.ThrowsAsync<Errors.RemoteRefusedException>(world.B.SyncAsync);

        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        await world.A.SyncAsync();

        Assert.Equal("22", await world.A.ReadAsync("two"));
        Assert.Equal("11", await world.B.ReadAsync("one"));
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    [Fact]
    public async Task A_checkpoint_of_the_server_that_names_another_place_is_not_believed()
    {
        await using var world = await SettledAsync();
        world.Proxy.After = (request, answer) => !request.Is("GET", "/_local/") || answer.Status != 200 ? answer : answer.Edit(log =>
        {
            foreach (var entry in log["history"]!.AsArray())
            {
                entry!["recorded_seq"] = "999999";
            }
        });

        var report = await world.B.SyncAsync();

        Assert.Equal((0, 0), (report.DocumentsPulled, report.DocumentsPushed));
        Assert.Contains("since=0", Assert.Single(world.Proxy.Requests, request => request.Is("GET", "/_changes")).Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // CouchDB 2.0 to 3.2 says "0" for every database: then the log that went with the database tells
    public async Task A_server_that_was_made_anew_gets_everything_again_once_its_owner_has_agreed(bool saysNothing)
    {
        await using var world = await SettledAsync(saysNothing);
        var file = await world.B.AttachAsync("letter", [1, 2, 3]);
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        var vault = (JsonObject)await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/aurix-vault");
        vault.Remove("_rev");
        await world.Server.RecreateAsync();
        await world.Server.SendAsync(HttpMethod.Put, $"{World.Database}/aurix-vault", vault.ToJsonString());

        Assert.Equal(0, (await world.B.SyncAsync()).DocumentsPushed);
        Assert.Equal(["HeadRollback"], await world.B.AlarmsAsync());
        Assert.Equal(["aurix-vault"], await world.Server.IdsAsync(World.Database));
        await world.B.Mediator.Send(new AcceptAlarm("HeadRollback", null));
        await world.A.SyncAsync();
        await world.A.Mediator.Send(new AcceptAlarm("HeadRollback", null));

        var report = await world.B.SyncAsync();

        Assert.Equal(3, report.DocumentsPushed);
        Assert.Empty(await world.B.AlarmsAsync());
        Assert.Equal(3, (await world.Server.IdsAsync(World.Database)).Count(id => id[0] == 'd'));
        Assert.True(await world.Server.HasAsync($"{World.Database}-blob/{file.Manifest.RemoteId}"));
        Assert.Equal(0, (await world.A.SyncAsync()).DocumentsPushed);
        Assert.Empty(await world.A.AlarmsAsync());
    }

    [Fact]
    public async Task A_server_that_was_emptied_needs_a_person_and_then_gets_everything_with_a_report()
    {
        await using var world = await SettledAsync(saysNothing: true);
        await world.Server.RecreateAsync();
        var missing = await Assert.ThrowsAsync<Errors.VaultException>(world.B.SyncAsync);
        Assert.Equal("VaultMissing", missing.Code);
        Assert.Empty(await world.Server.IdsAsync(World.Database));

        await world.B.Mediator.Send(new DisableSync());
        (await world.B.EnableAsync($"{world.Proxy.Address}/{World.Database}", create: true)).RecoveryCode?.Dispose();
        var report = await world.B.SyncAsync();

        Assert.Equal((2, 0), (report.DocumentsPushed, report.Quarantined));
        Assert.Equal(2, (await world.Server.IdsAsync(World.Database)).Count(id => id[0] == 'd'));
    }

    // Two devices that have seen the same two documents, and a checkpoint behind the other's edits.
    private static async Task<World> SettledAsync(bool saysNothing = false)
    {
        var world = await World.StartAsync();
        if (saysNothing)
        {
            world.Proxy.After = (request, answer) => request.Method == "GET" && request.Path == $"/{World.Database}" && answer.Status == 200 ? answer.Edit(info => info["instance_start_time"] = "0") : answer;
        }

        await world.A.WriteAsync("one", "1");
        await world.B.WriteAsync("two", "2");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        world.Proxy.Requests.Clear();
        return world;
    }

    private static async Task LoseAsync(World world, bool remote, bool local)
    {
        await world.B.SyncAsync();
        var logs = world.Proxy.Requests.Where(request => request.Is("GET", "/_local/")).Select(request => request.Path).Distinct().ToList();
        Assert.Equal(2, logs.Count);
        foreach (var path in logs)
        {
            if (remote)
            {
                var log = await world.Server.SendAsync(HttpMethod.Get, path);
                await world.Server.SendAsync(HttpMethod.Delete, $"{path}?rev={log["_rev"]}");
            }

            if (local)
            {
                await world.B.Mediator.Send(new PutLocalDocument(DatabaseName.Vault, path[(path.LastIndexOf('/') + 1)..], null, ExpectedVersion: -1));
            }
        }

        world.Proxy.BeHonest();
    }
}
