using System.Text.Json.Nodes;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Hostile;

/// <summary>A feed and answers that no honest server gives: what can be used is used, the rest is named, and nothing hangs or crashes.</summary>
public sealed class HostileFeedTests
{
    [Theory]
    [InlineData("""{"seq":"9","id":"$long","changes":[{"rev":"1-00000000000000000000000000000001"}]}""", "PlaintextInjected")]
    [InlineData("""{"seq":"9","id":"\ud800","changes":[]}""", "PlaintextInjected")]
    [InlineData("""{"seq":"9"}""", "PlaintextInjected")]
    [InlineData("""7""", "PlaintextInjected")]
    [InlineData("""{"seq":"9","id":"$stranger","changes":[{"rev":"1-00000000000000000000000000000001"}]}""", "RevisionMissing")]
    [InlineData("""{"seq":"9","id":"$stranger","changes":[{"rev":"1-ABCDEF00000000000000000000000001"},7]}""", "RevMismatch")]
    public async Task A_row_that_leads_nowhere_is_named_and_stops_nothing(string row, string code)
    {
        await using var world = await World.SharedAsync();
        var text = row.Replace("$long", new string('x', 100_000), StringComparison.Ordinal).Replace("$stranger", World.Stranger, StringComparison.Ordinal);
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
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("new", "4");
        await world.A.SyncAsync();
        var text = malformed.Replace("$stranger", World.Stranger, StringComparison.Ordinal).Replace("$deep", new string('[', 500) + new string(']', 500), StringComparison.Ordinal);
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer
            : ProxyAnswer.Text(200, System.Text.Encoding.UTF8.GetString(answer.Body).Replace("""{"results":[""", """{"results":[{"id":"x","docs":[{"ok":""" + text + "}]},", StringComparison.Ordinal));

        await world.B.SyncAsync();

        Assert.Equal("4", await world.B.ReadAsync("new"));
    }

    [Fact]
    public async Task Rows_twice_and_in_another_order_change_nothing()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAllAsync( "one", "two", "three");
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
        await using var world = await World.SharedAsync();
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
        await world.A.WriteAllAsync( "one", "two", "three");
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
        var rows = string.Join(',', Enumerable.Repeat("""{"seq":"1","id":"aurix-vault","changes":[]}""", 500));
        world.Proxy.Before = request => request.Is("GET", "/_changes") ? ProxyAnswer.Text(200, $$"""{"results":[{{rows}}],"last_seq":"1"}""") : null;

        var refused = await Assert.ThrowsAsync<Errors.RemoteRefusedException>(world.A.SyncAsync);

        Assert.Equal("FeedStuck", refused.Code);
    }

    private static ProxyAnswer InsertRow(ProxyAnswer answer, string row)
    {
        var text = System.Text.Encoding.UTF8.GetString(answer.Body);
        return ProxyAnswer.Text(200, text.Replace("\"results\":[", $"\"results\":[{row},", StringComparison.Ordinal));
    }
}
