using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A server that goes back, leaves out, or tells two stories is caught by what the devices vouch for (crypto.md §5, ADR 0012).</summary>
public sealed class LyingServerTests
{
    [Fact]
    public async Task T64_A_server_restored_from_yesterday_stops_sending_and_gets_everything_again_after_a_yes()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("old", "1");
        await RoundsAsync(world);
        var yesterday = await world.BackUpServerAsync();
        await world.A.WriteAsync("new", "2");
        await RoundsAsync(world);
        await world.B.WriteAsync("after", "3");
        var before = await world.B.StateAsync();

        await world.ServeAsync(yesterday);
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(["HeadRollback"], await world.A.AlarmsAsync());
        Assert.Equal(["HeadRollback"], await world.B.AlarmsAsync());
        Assert.Equal(before, await world.B.StateAsync());
        Assert.Single(await world.Server.IdsAsync(World.Database), id => id[0] == 'd');

        Assert.NotEmpty(await world.A.Mediator.Send(new AcceptAlarm("HeadRollback", null)));
        await world.A.SyncAsync();
        Assert.Empty(await world.A.AlarmsAsync());
        Assert.Equal(2, (await world.Server.IdsAsync(World.Database)).Count(id => id[0] == 'd'));
        await world.B.Mediator.Send(new AcceptAlarm("HeadRollback", null));
        await RoundsAsync(world);
        await AssertCalmAsync(world);
        Assert.Equal("3", await world.A.ReadAsync("after"));
    }

    [Fact]
    public async Task T65_A_document_that_is_left_out_while_the_log_shows_it_is_named_after_a_grace()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("kept", "1");
        await RoundsAsync(world);
        await world.A.WriteAsync("hidden", "2");
        await world.A.WriteAsync("shown", "3");
        await world.A.SyncAsync();
        var hidden = await world.A.RemoteIdAsync("hidden");
        world.Proxy.After = Hide(hidden);

        await world.B.SyncAsync();
        await world.B.SyncAsync();
        await world.B.SyncAsync();
        Assert.Empty(await world.B.AlarmsAsync());
        world.B.Time.Advance(TimeSpan.FromMinutes(11));
        await world.B.WriteAsync("mine", "4");
        await world.B.SyncAsync();

        var alarm = Assert.Single(await world.B.Mediator.Send(new ListAlarms()));
        Assert.Equal(("Omission", hidden, false), (alarm.Code, alarm.Subject, alarm.StopsSending));
        Assert.Equal("3", await world.B.ReadAsync("shown"));
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        Assert.Equal("4", await world.A.ReadAsync("mine"));

        // The server shows it again: somebody edits it, and the alarm is gone by itself.
        await world.A.WriteAsync("hidden", "5");
        await RoundsAsync(world);
        await AssertCalmAsync(world);
    }

    [Fact]
    public async Task T65_A_server_that_says_it_has_what_it_never_took_is_caught_too()
    {
        await using var world = await World.StartAsync();
        await RoundsAsync(world);
        await world.A.WriteAsync("swallowed", "1");
        world.Proxy.After = (request, answer) => request.Is("POST", "/_revs_diff") ? ProxyAnswer.Text(200, "{}") : answer;
        await world.A.SyncAsync();
        world.Proxy.BeHonest();

        for (var round = 0; round < 4; round++)
        {
            await world.B.SyncAsync();
            world.B.Time.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(["Omission"], await world.B.AlarmsAsync());
        await world.B.Mediator.Send(new AcceptAlarm("Omission", null));
        await world.B.SyncAsync();
        Assert.Empty(await world.B.AlarmsAsync());
    }

    [Fact]
    public async Task T66_A_device_that_is_withheld_is_named_because_another_has_seen_it()
    {
        await using var world = await World.StartAsync(3);
        await world.C.WriteAsync("theirs", "1");
        await world.C.SyncAsync();
        await world.A.WriteAsync("ours", "2");
        await world.A.SyncAsync();
        var (head, log) = await world.C.NamesAsync();
        var document = await world.C.RemoteIdAsync("theirs");
        world.Proxy.After = (request, answer) => Hide(document)(request, Hide(log)(request, Hide(head)(request, answer)));
        await world.B.WriteAsync("mine", "3");

        await world.B.SyncAsync();

        var alarm = Assert.Single(await world.B.Mediator.Send(new ListAlarms()));
        Assert.Equal(("Withheld", (await world.C.SelfAsync()).Device.ToString(), false), (alarm.Code, alarm.Subject, alarm.StopsSending));
        Assert.Equal("2", await world.B.ReadAsync("ours"));
        world.Proxy.BeHonest();
        await RoundsAsync(world);
        await AssertCalmAsync(world);
        Assert.Equal("3", await world.A.ReadAsync("mine"));
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("reordered")]
    [InlineData("altered")]
    [InlineData("gone")]
    public async Task T67_A_log_that_does_not_lead_where_its_head_says_is_a_fork(string how)
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("one", "1");
        await RoundsAsync(world);
        await world.A.WriteAsync("two", "2");
        await world.A.WriteAsync("three", "3");
        await world.A.SyncAsync();
        var (_, log) = await world.A.NamesAsync();
        var honest = (string)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{log}"))["e"]!;
        var forged = await ForgeAsync(world.A, log, honest, how);
        world.Proxy.After = (request, answer) => how == "gone" ? Hide(log)(request, answer) : Replace(log, forged)(request, answer);
        await world.B.WriteAsync("mine", "4");
        var documents = (await world.Server.IdsAsync(World.Database)).Count(id => id[0] == 'd');

        await world.B.SyncAsync();

        Assert.Equal(["HeadFork"], await world.B.AlarmsAsync());
        Assert.Equal("2", await world.B.ReadAsync("two"));
        Assert.Equal(documents, (await world.Server.IdsAsync(World.Database)).Count(id => id[0] == 'd'));
        Assert.Equal(how == "altered" ? ["AuthFailed"] : [], await world.B.RefusalsAsync());
        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.Equal(["HeadFork"], await world.B.AlarmsAsync()); // proof does not pass by itself
        await world.B.Mediator.Send(new AcceptAlarm("HeadFork", null));
        await RoundsAsync(world);
        await AssertCalmAsync(world);
        Assert.Equal("4", await world.A.ReadAsync("mine"));
    }

    [Fact]
    public async Task T67_Another_head_under_the_same_counter_is_a_fork_and_one_that_does_not_open_is_a_rollback()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("one", "1");
        await RoundsAsync(world);
        var (name, _) = await world.A.NamesAsync();
        var e = (string)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{name}"))["e"]!;
        var head = ((OpenHeadOutcome.Opened)(await world.A.Mediator.Send(new OpenHeads([new(name, e)])))[0]).Head;
        var other = await world.A.Mediator.Send(new SealHead(head with { Name = "somebody else" }));

        world.Proxy.After = Replace(name, other.Envelope);
        await world.B.SyncAsync();
        Assert.Equal(["HeadFork"], await world.B.AlarmsAsync());
        world.Proxy.BeHonest();
        await world.B.Mediator.Send(new AcceptAlarm("HeadFork", null));
        await world.B.SyncAsync();
        Assert.Empty(await world.B.AlarmsAsync());

        world.Proxy.After = Replace(name, e[..^4] + (e[^4..] == "AAAA" ? "BBBB" : "AAAA"));
        await world.B.SyncAsync();
        Assert.Equal(["HeadRollback"], await world.B.AlarmsAsync());
        Assert.Equal(["AuthFailed"], await world.B.RefusalsAsync());
        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.Empty(await world.B.AlarmsAsync()); // what was missing is shown again
    }

    [Fact]
    public async Task T68_Devices_that_were_served_apart_and_joined_again_both_notice()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("common", "1");
        await RoundsAsync(world);
        var forBoth = await world.BackUpServerAsync();
        var forA = world.Server.Disk;
        for (var day = 0; day < 3; day++)
        {
            await world.A.WriteAsync("a", $"{day}");
            await world.A.SyncAsync();
        }

        var wroteA = await DocumentsAsync(world.Server);
        await world.ServeAsync(forBoth);
        var common = await DocumentsAsync(world.Server);
        for (var day = 0; day < 3; day++)
        {
            await world.B.WriteAsync("b", $"{day}");
            await world.B.SyncAsync();
        }

        await AssertCalmAsync(world, converged: false);
        await JoinAsync(world.Server, wroteA, common);
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(["HeadFork"], await world.A.AlarmsAsync());
        Assert.Equal(["HeadFork"], await world.B.AlarmsAsync());
        Assert.Equal("2", await world.A.ReadAsync("b"));
        Assert.Equal("2", await world.B.ReadAsync("a"));
        await world.A.Mediator.Send(new AcceptAlarm("HeadFork", null));
        await world.B.Mediator.Send(new AcceptAlarm("HeadFork", null));
        await RoundsAsync(world);
        await AssertCalmAsync(world);
        Assert.NotEqual(forA, world.Server.Disk);
    }

    [Fact]
    public async Task T69_A_device_that_was_brought_back_from_a_copy_goes_on_as_another_one()
    {
        await using var world = await World.StartAsync();
        await world.B.WriteAsync("one", "1");
        await RoundsAsync(world);
        var copy = await world.BackUpDeviceAsync(1);
        var before = await world.B.SelfAsync();
        await world.B.WriteAsync("two", "2");
        await world.B.SyncAsync();
        await world.B.WriteAsync("three", "3");
        await world.B.SyncAsync();
        var (name, _) = await world.B.NamesAsync();
        var last = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{name}");

        await world.RestartAsync(1, copy);
        await world.B.WriteAsync("four", "4");
        await RoundsAsync(world);

        var after = await world.B.SelfAsync();
        Assert.NotEqual(before.Device, after.Device);
        Assert.Equal(1, after.Entries);
        Assert.Equal((string)last["e"]!, (string)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{name}"))["e"]!);
        Assert.Equal("3", await world.B.ReadAsync("three"));
        await AssertCalmAsync(world);
    }

    [Fact]
    public async Task T69_A_copy_is_noticed_also_when_only_the_others_remember_what_it_wrote()
    {
        await using var world = await World.StartAsync();
        await world.B.WriteAsync("one", "1");
        await RoundsAsync(world);
        var copy = await world.BackUpDeviceAsync(1);
        var before = await world.B.SelfAsync();
        var (name, log) = await world.B.NamesAsync();
        var old = (string)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{name}"))["e"]!;
        await world.B.WriteAsync("two", "2");
        await RoundsAsync(world);
        await world.A.WriteAsync("three", "3");
        await world.A.SyncAsync();

        await world.RestartAsync(1, copy);
        world.Proxy.After = Replace(name, old);
        await world.B.SyncAsync();

        Assert.NotEqual(before.Device, (await world.B.SelfAsync()).Device);
        Assert.NotEmpty(log);
    }

    [Fact]
    public async Task T70_A_fresh_device_on_an_old_snapshot_sees_nothing_wrong_and_another_fingerprint()
    {
        await using var world = await World.StartAsync(3);
        await world.A.WriteAsync("one", "1");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        var old = await world.BackUpServerAsync();
        await world.A.WriteAsync("two", "2");
        await world.A.SyncAsync();
        await world.ServeAsync(old);

        await world.C.SyncAsync();

        Assert.Empty(await world.C.AlarmsAsync());
        Assert.Null(await world.C.ReadAsync("two"));
        Assert.NotEqual(await world.A.Mediator.Send(new FingerprintDevices()), await world.C.Mediator.Send(new FingerprintDevices()));
    }

    [Fact]
    public async Task Two_devices_that_have_seen_the_same_show_the_same_fingerprint()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("one", "1");
        await RoundsAsync(world);

        var fingerprint = await world.A.Mediator.Send(new FingerprintDevices());

        Assert.Equal(fingerprint, await world.B.Mediator.Send(new FingerprintDevices()));
        Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$", fingerprint);
    }

    [Fact]
    public async Task A_retired_device_is_told_to_the_others_and_may_be_gone()
    {
        await using var world = await World.StartAsync(3);
        await world.C.WriteAsync("theirs", "1");
        await world.C.SyncAsync();
        await RoundsAsync(world);
        var gone = await world.C.SelfAsync();
        await world.B.Mediator.Send(new NameDevice("kitchen tablet"));
        await world.A.Mediator.Send(new RetireDevice(gone.Device.ToString()[..8]));
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();

        world.Proxy.After = Hide((await world.C.NamesAsync()).Head);
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Empty(await world.A.AlarmsAsync());
        Assert.Empty(await world.B.AlarmsAsync());
        Assert.True((await world.B.KnowsAsync(world.C)).IsRetired);
        Assert.Equal("kitchen tablet", (await world.A.KnowsAsync(world.B)).Name);
    }

    [Fact]
    public async Task A_device_that_writes_for_two_weeks_without_seeing_us_is_told_of()
    {
        await using var world = await World.StartAsync();
        await RoundsAsync(world);
        var (name, _) = await world.A.NamesAsync();
        var old = (string)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{name}"))["e"]!;
        await world.A.WriteAsync("mine", "1");
        await world.A.SyncAsync();
        for (var day = 0; day < 16; day++)
        {
            world.Proxy.After = Replace(name, old);
            await world.B.WriteAsync("theirs", $"{day}");
            await world.B.SyncAsync();
            world.Proxy.BeHonest();
            await world.A.SyncAsync();
            world.A.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal(["StaleView"], await world.A.AlarmsAsync());
    }

    [Fact]
    public async Task T14_A_head_that_tells_of_newer_keys_than_the_server_shows_stops_sending()
    {
        await using var world = await World.StartAsync();
        await RoundsAsync(world);
        var (name, _) = await world.B.NamesAsync();
        var shown = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{name}");
        var head = ((OpenHeadOutcome.Opened)(await world.B.Mediator.Send(new OpenHeads([new(name, (string)shown["e"]!)])))[0]).Head;
        var newer = await world.B.Mediator.Send(new SealHead(head with { Counter = head.Counter + 1, Ring = 2 }));
        world.Proxy.After = Replace(name, newer.Envelope);
        await world.A.WriteAsync("mine", "1");

        await world.A.SyncAsync();

        Assert.Equal(["KeyringRollback"], await world.A.AlarmsAsync());
        Assert.DoesNotContain(await world.Server.IdsAsync(World.Database), id => id[0] == 'd');
        await Assert.ThrowsAsync<Errors.UsageException>(() => world.A.Mediator.Send(new AcceptAlarm("KeyringRollback", null)));
    }

    [Fact]
    public async Task T16_Another_vault_under_our_address_is_an_alarm_and_gets_nothing()
    {
        await using var world = await World.StartAsync();
        await RoundsAsync(world);
        world.Proxy.After = (request, answer) => !request.Is("GET", "/aurix-vault") ? answer : answer.Edit(vault => vault["vault"] = "AAAAAAAAAAAAAAAAAAAAAA");
        await world.A.WriteAsync("mine", "1");

        await Assert.ThrowsAsync<Errors.VaultException>(world.A.SyncAsync);

        Assert.Equal(["VaultMismatch"], await world.A.AlarmsAsync());
        Assert.DoesNotContain(await world.Server.IdsAsync(World.Database), id => id[0] == 'd');
        world.Proxy.BeHonest();
        await RoundsAsync(world);
        await AssertCalmAsync(world);
        Assert.Equal("1", await world.B.ReadAsync("mine"));
    }

    [Fact]
    public async Task A_vault_that_is_gone_is_an_alarm_as_well_as_an_error()
    {
        await using var world = await World.StartAsync();
        await RoundsAsync(world);
        world.Proxy.After = (request, answer) => request.Is("GET", "/aurix-vault") ? ProxyAnswer.Error(404, "not_found") : answer;

        await Assert.ThrowsAsync<Errors.VaultException>(world.A.SyncAsync);

        Assert.Equal(["VaultMissing"], await world.A.AlarmsAsync());
        await Assert.ThrowsAsync<Errors.UsageException>(() => world.A.Mediator.Send(new AcceptAlarm("VaultMissing", null)));
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        Assert.Empty((await world.A.Mediator.Send(new DescribeSync())).Alarms);
    }

    [Fact]
    public async Task Garbage_under_the_names_of_heads_and_logs_is_set_aside_by_name()
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("one", "1");
        await world.A.SyncAsync();
        var (head, log) = ("h" + new string('A', 43), "l" + new string('A', 43));
        await world.Server.SendAsync(HttpMethod.Put, $"{World.Database}/{head}", $$"""{"e":"{{new string('A', 500)}}"}""");
        await world.Server.SendAsync(HttpMethod.Put, $"{World.Database}/{log}", """{"title":"hello"}""");

        await world.A.SyncAsync();

        Assert.Equal([(head, "EnvelopeMalformed"), (log, "PlaintextInjected")], (await world.A.QuarantineAsync()).Select(entry => (entry.RemoteId, entry.Code)).Order());
        Assert.Empty(await world.A.AlarmsAsync());
    }

    private static async Task RoundsAsync(World world)
    {
        for (var round = 0; round < 2; round++)
        {
            foreach (var device in world.Devices)
            {
                await device.SyncAsync();
            }
        }
    }

    private static async Task AssertCalmAsync(World world, bool converged = true)
    {
        foreach (var device in world.Devices)
        {
            Assert.Empty(await device.AlarmsAsync());
            if (converged)
            {
                Assert.Equal(await world.A.StateAsync(), await device.StateAsync());
            }
        }
    }

    // The document is in no list and no answer.
    private static Func<ProxyRequest, ProxyAnswer, ProxyAnswer> Hide(string id) => (request, answer) =>
        request.Path.Contains("/_changes", StringComparison.Ordinal) || request.Path.Contains("/_all_docs", StringComparison.Ordinal) ? answer.Edit(json =>
        {
            var rows = (json["results"] ?? json["rows"])!.AsArray();
            foreach (var row in rows.Where(row => (string?)row!["id"] == id || (string?)row["key"] == id).ToList())
            {
                rows.Remove(row);
            }
        })
        : request.Is("GET", id) ? ProxyAnswer.Error(404, "not_found")
        : answer;

    // The document says something else wherever heads and logs are read.
    private static Func<ProxyRequest, ProxyAnswer, ProxyAnswer> Replace(string id, string envelope) => (request, answer) =>
        !request.Path.Contains("/_all_docs", StringComparison.Ordinal) ? answer : answer.Edit(json =>
        {
            foreach (var row in json["rows"]!.AsArray().Where(row => (string?)row!["id"] == id))
            {
                row!["doc"]!["e"] = envelope;
            }
        });

    private static async Task<string> ForgeAsync(Device writer, string name, string honest, string how)
    {
        var piece = (OpenSegmentOutcome.Opened)(await writer.Mediator.Send(new OpenLogSegments([new(name, honest)])))[0];
        var entries = how switch
        {
            "removed" => piece.Entries.RemoveAt(1),
            "reordered" => piece.Entries.SetItem(1, piece.Entries[2]).SetItem(2, piece.Entries[1]),
            _ => piece.Entries,
        };
        var forged = (await writer.Mediator.Send(new SealLogSegment(piece.Device, piece.Segment, entries))).Envelope;
        return how == "altered" ? forged[..200] + (forged[200] == 'A' ? 'B' : 'A') + forged[201..] : forged;
    }

    private static async Task<ImmutableDictionary<string, JsonObject>> DocumentsAsync(Server server)
    {
        var rows = (await server.SendAsync(HttpMethod.Get, $"{World.Database}/_all_docs?include_docs=true"))["rows"]!.AsArray();
        var documents = ImmutableDictionary.CreateBuilder<string, JsonObject>();
        foreach (var id in rows.Select(row => (string)row!["id"]!))
        {
            documents[id] = (JsonObject)await server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}?revs=true");
        }

        return documents.ToImmutable();
    }

    // What only the first server was given is put into the second as well, heads and logs included.
    private static async Task JoinAsync(Server server, ImmutableDictionary<string, JsonObject> written, ImmutableDictionary<string, JsonObject> common)
    {
        foreach (var (id, document) in written.Where(pair => !common.TryGetValue(pair.Key, out var before) || (string?)before["e"] != (string?)pair.Value["e"]))
        {
            if (id[0] == 'd')
            {
                await server.GraftAsync(document.ToJsonString());
                continue;
            }

            var body = new JsonObject { ["e"] = (string)document["e"]! };
            if (common.TryGetValue(id, out var before))
            {
                body["_rev"] = (string)before["_rev"]!;
            }

            await server.SendAsync(HttpMethod.Put, $"{World.Database}/{id}", body.ToJsonString());
        }
    }
}
