using System.Buffers.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>What a hostile server says is set aside by name; local documents stay as they are, and the others go on.</summary>
public sealed class HostilePullTests
{
    private const string Stranger = "dAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private const string Rev = "1-00000000000000000000000000000001";

    [Fact]
    public async Task A_plaintext_document_is_not_taken()
    {
        await using var world = await SharedAsync();
        await world.Server.GraftAsync($$"""{"_id":"{{Stranger}}","_rev":"{{Rev}}","text":"hello"}""");
        await world.Server.GraftAsync($$"""{"_id":"note","_rev":"{{Rev}}","text":"hello"}""");

        await AssertRefusedAsync(world, "PlaintextInjected", "PlaintextInjected");
    }

    [Fact]
    public async Task A_bare_deletion_deletes_nothing_and_the_next_edit_heals_the_server()
    {
        await using var world = await SharedAsync();
        var revision = await world.B.RevisionAsync("one");
        var id = await world.B.RemoteIdAsync("one");
        await world.Server.GraftAsync($$"""{"_id":"{{id}}","_rev":"2-00000000000000000000000000000001","_deleted":true,"_revisions":{"start":2,"ids":["00000000000000000000000000000001","{{revision.Hash}}"] } }""");

        await AssertRefusedAsync(world, "ForgedDelete");

        await world.B.WriteAsync("one", "11");
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        Assert.Equal("11", await world.A.ReadAsync("one"));
    }

    [Fact]
    public async Task What_a_server_lost_is_sent_again_when_it_shows_something_forged_instead()
    {
        await using var world = await SharedAsync();
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

        await AssertRefusedAsync(world, "ForgedDelete");

        var leaves = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}");
        Assert.Equal(revision.ToString(), (string?)leaves["_rev"]);
    }

    [Fact]
    public async Task Swapped_bodies_are_noticed()
    {
        await using var world = await World.StartAsync();
        await WriteAsync(world.A, "one", "two", "three");
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
    public async Task An_old_body_under_a_new_revision_is_noticed()
    {
        await using var world = await SharedAsync();
        var id = await world.A.RemoteIdAsync("one");
        var old = await world.A.RevisionAsync("one");
        var envelope = (string)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}"))["e"]!;
        await world.Server.GraftAsync($$"""{"_id":"{{id}}","_rev":"2-00000000000000000000000000000001","e":"{{envelope}}","_revisions":{"start":2,"ids":["00000000000000000000000000000001","{{old.Hash}}"] } }""");

        await AssertRefusedAsync(world, "RevMismatch");
    }

    [Fact]
    public async Task A_lie_about_ancestry_hides_no_local_edit()
    {
        await using var world = await SharedAsync();
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
    public async Task A_lie_about_the_parent_is_noticed()
    {
        await using var world = await SharedAsync();
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
        await using var world = await SharedAsync();
        await world.Server.GraftAsync($$"""{"_id":"{{Stranger}}","_rev":"{{Rev}}","e":"{{envelope}}"}""");

        await AssertRefusedAsync(world, "EnvelopeMalformed");
    }

    [Fact]
    public async Task A_version_from_the_future_is_not_taken()
    {
        await using var world = await World.StartAsync();
        await WriteAsync(world.A, "one");
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

    [Theory]
    [InlineData("""{"seq":"9","id":"$long","changes":[{"rev":"1-00000000000000000000000000000001"}]}""", "PlaintextInjected")]
    [InlineData("""{"seq":"9","id":"\ud800","changes":[]}""", "PlaintextInjected")]
    [InlineData("""{"seq":"9"}""", "PlaintextInjected")]
    [InlineData("""7""", "PlaintextInjected")]
    [InlineData("""{"seq":"9","id":"$stranger","changes":[{"rev":"1-00000000000000000000000000000001"}]}""", "RevisionMissing")]
    [InlineData("""{"seq":"9","id":"$stranger","changes":[{"rev":"1-ABCDEF00000000000000000000000001"},7]}""", "RevMismatch")]
    public async Task A_row_that_leads_nowhere_is_named_and_stops_nothing(string row, string code)
    {
        await using var world = await SharedAsync();
        var text = row.Replace("$long", new string('x', 100_000), StringComparison.Ordinal).Replace("$stranger", Stranger, StringComparison.Ordinal);
        await world.A.WriteAsync("new", "4");
        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => request.Is("GET", "/_changes") ? InsertRow(answer, text) : answer;

        await world.B.SyncAsync();

        Assert.Equal("4", await world.B.ReadAsync("new"));
        var entries = await world.B.QuarantineAsync();
        Assert.NotEmpty(entries);
        Assert.All(entries, entry => Assert.Equal(code, entry.Code));
        Assert.All(entries, entry => Assert.True(entry.RemoteId.Length <= 128));
    }

    [Theory]
    [InlineData("""{"_id":"$stranger","_rev":"1-00000000000000000000000000000001","e":"\ud800"}""")]
    [InlineData("""{"_id":7,"_rev":[],"e":{},"_revisions":7}""")]
    [InlineData("""{"_id":"$stranger","_rev":"1-00000000000000000000000000000001","_revisions":{"start":"x","ids":[7,null]},"e":null}""")]
    [InlineData("""{"_id":"$stranger","_rev":"1-00000000000000000000000000000001","x":$deep}""")]
    public async Task A_malformed_revision_among_good_ones_stops_nothing(string malformed)
    {
        await using var world = await SharedAsync();
        await world.A.WriteAsync("new", "4");
        await world.A.SyncAsync();
        var text = malformed.Replace("$stranger", Stranger, StringComparison.Ordinal).Replace("$deep", new string('[', 500) + new string(']', 500), StringComparison.Ordinal);
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer
            : ProxyAnswer.Text(200, System.Text.Encoding.UTF8.GetString(answer.Body).Replace("""{"results":[""", """{"results":[{"id":"x","docs":[{"ok":""" + text + "}]},", StringComparison.Ordinal));

        await world.B.SyncAsync();

        Assert.Equal("4", await world.B.ReadAsync("new"));
    }

    [Fact]
    public async Task Rows_twice_and_in_another_order_change_nothing()
    {
        await using var world = await World.StartAsync();
        await WriteAsync(world.A, "one", "two", "three");
        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => !request.Is("GET", "/_changes") ? answer : answer.Edit(feed =>
        {
            var rows = feed["results"]!.AsArray();
            feed["results"] = new JsonArray([.. rows.Reverse().Concat(rows).Select(row => row!.DeepClone())]);
        });

        var report = await world.B.SyncAsync();

        Assert.Equal(3, report.DocumentsPulled);
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Theory]
    [InlineData("GET", "/_changes")]
    [InlineData("POST", "/_bulk_get")]
    [InlineData("POST", "/_revs_diff")]
    [InlineData("GET", "/_local/")]
    [InlineData("GET", "/aurix-vault")]
    public async Task An_answer_of_the_wrong_form_is_trouble_and_not_a_crash(string method, string place)
    {
        await using var world = await SharedAsync();
        await world.A.WriteAsync("one", "21");
        await world.A.SyncAsync();
        await world.B.WriteAsync("two", "22");
        var before = await world.B.StateAsync();
        foreach (var text in (string[])["[7]", "null", "\"x\"", """{"a":1,"a":2}"""])
        {
            world.Proxy.Before = request => request.Is(method, place) ? ProxyAnswer.Text(200, text) : null;

            await Assert.ThrowsAsync<Errors.RemoteUnavailableException>(world.B.SyncAsync);
        }

        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.NotEqual(before, await world.B.StateAsync());
        Assert.Equal("21", await world.B.ReadAsync("one"));
    }

    [Fact]
    public async Task An_answer_too_large_for_memory_is_asked_for_in_halves()
    {
        await using var world = await World.StartAsync();
        await WriteAsync(world.A, "one", "two", "three");
        await world.A.SyncAsync();
        var two = await world.A.RemoteIdAsync("two");
        var large = new ProxyAnswer(200, new byte[Sync.CouchDb.CouchClient.MaxAnswerBytes + 1]);
        world.Proxy.Before = request => request.Is("POST", "/_bulk_get") && request.Json["docs"]!.AsArray().Any(want => (string)want!["id"]! == two) ? large : null;

        await world.B.SyncAsync();

        Assert.Equal("1", await world.B.ReadAsync("one"));
        Assert.Equal("3", await world.B.ReadAsync("three"));
        Assert.Equal(["RevisionMissing"], await world.B.RefusalsAsync());
    }

    [Fact]
    public async Task A_feed_that_never_ends_is_left()
    {
        await using var world = await World.StartAsync(1);
        var rows = string.Join(',', Enumerable.Repeat("""{"seq":"1","id":"aurix-vault","changes":[]}""", 400));
        world.Proxy.Before = request => request.Is("GET", "/_changes") ? ProxyAnswer.Text(200, $$"""{"results":[{{rows}}],"last_seq":"1"}""") : null;

        var refused = await Assert.ThrowsAsync<Errors.RemoteRefusedException>(world.A.SyncAsync);

        Assert.Equal("FeedStuck", refused.Code);
    }

    private static ProxyAnswer InsertRow(ProxyAnswer answer, string row)
    {
        var text = System.Text.Encoding.UTF8.GetString(answer.Body);
        return ProxyAnswer.Text(200, text.Replace("\"results\":[", $"\"results\":[{row},", StringComparison.Ordinal));
    }

    private static async Task<string> EverythingButAsync(World world, string id)
    {
        var ids = (await world.Server.IdsAsync(World.Database)).Where(other => other != id);
        return new JsonObject { ["docs"] = new JsonArray([.. ids.Select(other => new JsonObject { ["id"] = other })]) }.ToJsonString();
    }

    // Two devices that have seen the same: "one" is 1, "two" is 2.
    private static async Task<World> SharedAsync()
    {
        var world = await World.StartAsync();
        await WriteAsync(world.A, "one", "two");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        return world;
    }

    private static async Task WriteAsync(Device device, params string[] ids)
    {
        for (var index = 0; index < ids.Length; index++)
        {
            await device.WriteAsync(ids[index], $"{index + 1}");
        }
    }

    private static async Task AssertRefusedAsync(World world, params string[] codes)
    {
        var before = await world.B.StateAsync();

        await world.B.SyncAsync();

        Assert.Equal(before, await world.B.StateAsync());
        Assert.Equal(codes, await world.B.RefusalsAsync());
        await world.A.WriteAsync("later", "5");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal("5", await world.B.ReadAsync("later"));
    }
}
