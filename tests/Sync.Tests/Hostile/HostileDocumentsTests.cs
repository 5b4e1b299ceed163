using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Hostile;

/// <summary>Documents that a hostile server made, moved or altered are set aside by name; local documents stay as they are, and the others go on.</summary>
public sealed class HostileDocumentsTests
{
    [Fact]
    public async Task T20_A_plaintext_document_is_not_taken()
    {
        await using var world = await World.SharedAsync();
        await world.Server.GraftAsync($$"""{"_id":"{{World.Stranger}}","_rev":"{{World.MadeUpRevision}}","text":"hello"}""");
        await world.Server.GraftAsync($$"""{"_id":"note","_rev":"{{World.MadeUpRevision}}","text":"hello"}""");

        await world.AssertRefusedAsync("PlaintextInjected", "PlaintextInjected");
    }

    [Fact]
    public async Task T22_Swapped_bodies_are_noticed()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAllAsync( "one", "two", "three");
        await world.A.SyncAsync();
        var one = await world.A.RemoteIdAsync("one");
        var two = await world.A.RemoteIdAsync("two");
        var envelopes = new Dictionary<string, string>();
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer : answer
            .EditRevisions(found => envelopes[(string)found["_id"]!] = (string)found["e"]!)
            .EditRevisions(found => found["e"] = envelopes[(string)found["_id"]! == one ? two : (string)found["_id"]! == two ? one : (string)found["_id"]!]);

        var report = await world.B.SyncAsync();

        Assert.Equal(1, report.DocumentsPulled);
        Assert.Equal("3", await world.B.ReadAsync("three"));
        Assert.Null(await world.B.ReadAsync("one"));
        Assert.Equal(2, report.Quarantined);
        Assert.All(await world.B.RefusalsAsync(), code => Assert.Contains(code, (string[])["AuthFailed", "RevMismatch"]));
    }

    [Fact]
    public async Task T25_An_old_body_under_a_new_revision_is_noticed()
    {
        await using var world = await World.SharedAsync();
        var id = await world.A.RemoteIdAsync("one");
        var old = await world.A.RevisionAsync("one");
        var envelope = (string)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}"))["e"]!;
        await world.Server.GraftAsync($$"""{"_id":"{{id}}","_rev":"2-00000000000000000000000000000001","e":"{{envelope}}","_revisions":{"start":2,"ids":["00000000000000000000000000000001","{{old.Hash}}"] } }""");

        await world.AssertRefusedAsync("RevMismatch");
    }

    [Fact]
    public async Task A_lie_about_ancestry_hides_no_local_edit()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "21");
        await world.A.WriteAsync("one", "22");
        await world.A.WriteAsync("one", "23");
        await world.A.SyncAsync();
        var local = await world.B.WriteAsync("one", "99"); // generation 2, not sent yet
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer
            : answer.EditRevisions(found => found["_revisions"]!["ids"]![2] = local.Hash.ToString());

        await world.B.SyncAsync();
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal("99", await world.B.ReadAsync("one")); // written last
        Assert.Equal(await world.B.StateAsync(), await world.A.StateAsync());
        Assert.Equal("99", await world.A.ReadAsync("one"));
    }

    [Fact]
    public async Task T27_A_lie_about_the_parent_is_noticed()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "21");
        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer
            : answer.EditRevisions(found => found["_revisions"]!["ids"]![1] = "00000000000000000000000000000001");

        await world.B.SyncAsync();

        Assert.Equal("1", await world.B.ReadAsync("one"));
        Assert.Equal(["LineageMismatch"], await world.B.RefusalsAsync());
    }

    [Theory]
    [InlineData("/w")] // not the alphabet
    [InlineData("")]
    [InlineData("AAAA")]
    public async Task An_envelope_that_is_none_is_not_taken(string envelope)
    {
        await using var world = await World.SharedAsync();
        await world.Server.GraftAsync($$"""{"_id":"{{World.Stranger}}","_rev":"{{World.MadeUpRevision}}","e":"{{envelope}}"}""");

        await world.AssertRefusedAsync("EnvelopeMalformed");
    }

    [Fact]
    public async Task T21_A_version_from_the_future_is_not_taken()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAllAsync( "one");
        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer
            : answer.EditRevisions(found =>
            {
                var bytes = Base64Url.DecodeFromChars((string)found["e"]!);
                bytes[2]++; // two bytes of magic, the version
                found["e"] = Base64Url.EncodeToString(bytes);
            });

        await world.B.SyncAsync();

        Assert.Null(await world.B.ReadAsync("one"));
        Assert.Equal(["VersionUnsupported"], await world.B.RefusalsAsync());
    }

    /// <summary>What a server can do to a revision on its way, and the code it is refused with.</summary>
    public static TheoryData<string, string> Tamperings => new()
    {
        { "T25 the body of another revision", "RevMismatch" },
        { "T26 the generation raised", "AuthFailed" },
        { "T27 the parent rewritten", "AuthFailed" },
        { "T28 the deletion flag added", "KindMismatch" },
        { "T28 the deletion flag added and the kind flipped", "AuthFailed" },
        { "T30 a bit flipped", "AuthFailed" },
        { "T31 cut short", "EnvelopeMalformed" },
        { "T32 another spelling", "EnvelopeMalformed" },
        { "T33 the end of V altered", "SivMismatch" },
        { "T40 an upper-case revision", "RevMismatch" },
        { "T41 ten million characters", "EnvelopeMalformed" },
        { "T47 an epoch that nobody knows", "EpochUnknown" },
    };

    [Theory]
    [MemberData(nameof(Tamperings))]
    public async Task T25_to_T47_A_revision_that_was_tampered_with_is_refused_and_taken_in_when_it_comes_unharmed(string tampering, string code)
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "21");
        await world.A.WriteAsync("other", "3");
        await world.A.SyncAsync();
        var id = await world.A.RemoteIdAsync("one");
        var before = await world.B.RevisionAsync("one");
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer
            : answer.EditRevisions(found => Tamper(found, (string)found["_id"]! == id ? tampering : ""));

        await world.B.SyncAsync();

        Assert.Equal(before, await world.B.RevisionAsync("one"));
        Assert.Equal("1", await world.B.ReadAsync("one"));
        Assert.Equal("3", await world.B.ReadAsync("other"));
        Assert.Equal(1, Assert.IsType<GetOutcome.Found>(await world.B.Mediator.Send(new GetDocument(new("one")))).Heads);
        var entry = Assert.Single(await world.B.Mediator.Send(new ListQuarantine(10)), entry => entry.What.Code != "RevisionMissing");
        Assert.Equal((code, id, new DocumentId("one")), (entry.What.Code, entry.What.RemoteId, entry.Document));

        world.Proxy.BeHonest();
        await world.A.WriteAsync("one", "22"); // the server has it as it was sealed; a descendant answers for it
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal("22", await world.B.ReadAsync("one"));
        Assert.Equal(tampering[..3] is "T26" or "T40" ? 1 : 0, (await world.B.QuarantineAsync()).Length); // these two were refused under names that no revision has
    }

    [Fact]
    public async Task T23_An_envelope_copied_to_a_new_id_makes_no_document()
    {
        await using var world = await World.SharedAsync();
        var found = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{await world.A.RemoteIdAsync("one")}");
        await world.Server.GraftAsync($$"""{"_id":"{{World.Stranger}}","_rev":"{{found["_rev"]}}","e":"{{found["e"]}}"}""");

        await world.AssertRefusedAsync("AuthFailed");

        Assert.Null(Assert.Single(await world.B.Mediator.Send(new ListQuarantine(10))).Document);
    }

    [Fact]
    public async Task T38_Two_devices_that_settle_a_conflict_apart_by_other_clocks_write_one_revision()
    {
        await using var world = await World.StartAsync(3);
        await world.A.WriteAsync("note", "1");
        await SyncAllAsync(world);
        world.B.Time.Advance(TimeSpan.FromDays(3));
        await world.A.WriteAsync("note", "2");
        await world.Devices[2].WriteAsync("note", "3");
        await world.A.SyncAsync();
        await world.Devices[2].SyncAsync(); // settles it and pushes
        var third = await world.Devices[2].RevisionAsync("note");
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") ? ProxyAnswer.Error(503, "busy") : null; // B settles it for itself
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await world.B.SyncAsync();
            await world.B.WriteAsync("forces", "1");
            await world.B.SyncAsync();
        });

        Assert.Equal(third, await world.B.RevisionAsync("note"));
        world.Proxy.BeHonest();
        await SyncAllAsync(world);
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Equal(await world.A.StateAsync(), await world.Devices[2].StateAsync());
    }

    [Fact]
    public async Task T43_A_superseded_leaf_that_is_shown_again_is_no_conflict()
    {
        await using var world = await World.StartAsync(3);
        var old = await world.A.WriteAsync("one", "1");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.WriteAsync("one", "2");
        await world.A.SyncAsync();
        var id = await world.A.RemoteIdAsync("one");
        world.Proxy.After = (request, answer) => !request.Is("GET", "/_changes") ? answer : answer.Edit(feed =>
        {
            foreach (var row in feed["results"]!.AsArray().Where(row => (string)row!["id"]! == id))
            {
                row!["changes"]!.AsArray().Add(new JsonObject { ["rev"] = old.ToString() });
            }
        });

        await world.B.SyncAsync(); // has its body
        await world.Devices[2].SyncAsync(); // never saw it

        foreach (var device in world.Devices)
        {
            Assert.Equal("2", await device.ReadAsync("one"));
            Assert.Contains("heads 1 parked 0", await device.StateAsync(), StringComparison.Ordinal);
            Assert.Empty(await device.QuarantineAsync());
        }
    }

    [Fact]
    public async Task T45_A_forged_conflict_is_set_aside_and_the_winner_stays()
    {
        await using var world = await World.SharedAsync();
        var id = await world.A.RemoteIdAsync("one");
        var envelope = Base64Url.DecodeFromChars((string)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}"))["e"]!);
        envelope.AsSpan(28, 32).Fill(0xab); // V
        await world.Server.GraftAsync($$"""{"_id":"{{id}}","_rev":"1-abababababababababababababababab","e":"{{Base64Url.EncodeToString(envelope)}}"}""");

        await world.AssertRefusedAsync("AuthFailed");
    }

    [Fact]
    public async Task T47_What_lacks_only_a_key_is_taken_in_when_it_is_tried_again()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "21");
        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer
            : answer.EditRevisions(found => Tamper(found, "T47 an epoch that nobody knows"));
        await world.B.SyncAsync();
        Assert.Equal(["EpochUnknown"], await world.B.RefusalsAsync());
        world.Proxy.BeHonest();

        var outcome = await world.B.Mediator.Send(new RetryQuarantined([]));

        Assert.Equal(new RetryOutcome(1, 1), outcome);
        Assert.Equal("21", await world.B.ReadAsync("one"));
        Assert.Empty(await world.B.QuarantineAsync());
    }

    // Layout: header 8, generation 4, parent 16, V 32, ciphertext.
    private static void Tamper(JsonObject found, string tampering)
    {
        var text = (string)found["e"]!;
        var bytes = Base64Url.DecodeFromChars(text);
        switch (tampering)
        {
            case "T25 the body of another revision":
                bytes[30]++;
                break;
            case "T26 the generation raised":
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), 9);
                found["_rev"] = "9-" + ((string)found["_rev"]!)[2..];
                found.Remove("_revisions");
                break;
            case "T27 the parent rewritten":
                bytes[12] ^= 1;
                found.Remove("_revisions");
                break;
            case "T28 the deletion flag added":
                found["_deleted"] = true;
                break;
            case "T28 the deletion flag added and the kind flipped":
                found["_deleted"] = true;
                bytes[3] = 2;
                break;
            case "T30 a bit flipped":
                bytes[^1] ^= 1;
                break;
            case "T31 cut short":
                bytes = bytes[..331];
                break;
            case "T33 the end of V altered":
                bytes[59] ^= 1;
                break;
            case "T40 an upper-case revision":
                found["_rev"] = ((string)found["_rev"]!).ToUpperInvariant();
                break;
            case "T47 an epoch that nobody knows":
                bytes[4] = 77;
                break;
        }

        found["e"] = tampering.StartsWith("T32", StringComparison.Ordinal) ? text + "=" : tampering.StartsWith("T41", StringComparison.Ordinal) ? new string('A', 10_000_000) : Base64Url.EncodeToString(bytes);
    }

    private static async Task SyncAllAsync(World world)
    {
        foreach (var device in world.Devices.Concat(world.Devices))
        {
            await device.SyncAsync();
        }
    }
}
