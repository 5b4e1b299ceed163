using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

public sealed class ChangesTests : IAsyncLifetime
{
    private GatewayFixture _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayFixture.StartAsync();

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_feed_is_read_in_pieces_and_ends_where_it_says()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await _gateway.SendAsync("PUT", "/notes/" + id, "{}");
        }

        var (_, first) = await _gateway.SendAsync("GET", "/notes/_changes?limit=2&style=all_docs&include_docs=true");
        Assert.Equal(["a", "b"], Ids(first));
        Assert.Equal(1, (int)first!["pending"]!);
        Assert.Equal("a", (string)first["results"]![0]!["doc"]!["_id"]!);

        var (_, rest) = await _gateway.SendAsync("GET", "/notes/_changes?since=" + first["last_seq"]);
        Assert.Equal(["c"], Ids(rest));
        Assert.Equal(["c"], Ids((await _gateway.SendAsync("GET", "/notes/_changes?descending=true&limit=1")).Body));
        Assert.Equal(["b"], Ids((await _gateway.SendAsync("POST", "/notes/_changes?filter=_doc_ids", """{"doc_ids":["b"]}""")).Body));
        Assert.Equal(["a", "b", "c"], Ids((await _gateway.SendAsync("GET", "/notes/_changes?since=3-ffffffffffffffff")).Body));
        Assert.Empty(Ids((await _gateway.SendAsync("GET", "/notes/_changes?since=now")).Body));
    }

    [Fact]
    public async Task A_feed_from_the_newest_down_is_whole_and_stops_where_it_is_told()
    {
        var ids = Enumerable.Range(0, 2100).Select(n => $"d{n:D4}").ToList(); // more than two of the pieces that it is read in
        await _gateway.SendAsync("POST", "/notes/_bulk_docs", $$"""{"docs":[{{string.Join(',', ids.Select(id => $$"""{"_id":"{{id}}"}"""))}}]}""");

        var (_, whole) = await _gateway.SendAsync("GET", "/notes/_changes?descending=true");
        Assert.Equal(Enumerable.Reverse(ids), Ids(whole));
        Assert.Equal(0, (int)whole!["pending"]!);

        var (_, part) = await _gateway.SendAsync("GET", "/notes/_changes?descending=true&limit=2050");
        Assert.Equal((2050, 50), (Ids(part).Count(), (int)part!["pending"]!));

        var (_, chosen) = await _gateway.SendAsync("POST", "/notes/_changes?filter=_doc_ids&descending=true&limit=1&feed=longpoll", """{"doc_ids":["d0001","d2000","_no"]}""");
        Assert.Equal(["d2000"], Ids(chosen));
        Assert.Equal(1, (int)chosen!["pending"]!);
    }

    [Fact]
    public async Task A_selector_chooses_leaves_and_a_document_without_one_has_no_row()
    {
        await _gateway.SendAsync("PUT", "/notes/walk", """{"kind":"x"}""");
        await _gateway.SendAsync("PUT", "/notes/run", """{"kind":"y"}""");
        await _gateway.SendAsync("POST", "/notes/_bulk_docs", $$"""{"new_edits":false,"docs":[{"_id":"both","_rev":"1-{{new string('a', 32)}}","kind":"x"},{"_id":"both","_rev":"1-{{new string('b', 32)}}","kind":"y"}]}""");

        var (_, all) = await _gateway.SendAsync("POST", "/notes/_changes?filter=_selector&style=all_docs", """{"selector":{"kind":"x"}}""");
        var (_, winners) = await _gateway.SendAsync("POST", "/notes/_changes?filter=_selector", """{"selector":{"kind":"x"}}""");
        var (_, named) = await _gateway.SendAsync("POST", "/notes/_changes?filter=_selector&limit=1", """{"selector":{"_id":"run"}}""");

        Assert.Equal(["walk", "both"], Ids(all));
        Assert.Equal("1-" + new string('a', 32), (string)Assert.Single(all!["results"]![1]!["changes"]!.AsArray())!["rev"]!);
        Assert.Equal(["walk"], Ids(winners));
        Assert.Equal(["run"], Ids(named));
        Assert.Equal(400, (await _gateway.SendAsync("POST", "/notes/_changes?filter=_selector", """{"selector":{"kind":{"$where":"1"}}}""")).Status);
        Assert.Equal(400, (await _gateway.SendAsync("POST", "/notes/_changes?filter=_selector", "{}")).Status);
        Assert.Equal(400, (await _gateway.SendAsync("GET", "/notes/_changes?filter=app/mine")).Status);
    }

    [Fact]
    public async Task A_long_poll_ends_whole_when_its_database_is_removed()
    {
        using var response = await _gateway.Http.GetAsync("/notes/_changes?feed=longpoll&since=now&heartbeat=10000", HttpCompletionOption.ResponseHeadersRead);
        await _gateway.SendAsync("DELETE", "/notes", client: _gateway.Root);

        Assert.Empty(Ids(JsonNode.Parse(await response.Content.ReadAsStringAsync())));
    }

    [Fact]
    public async Task A_long_poll_waits_for_a_write()
    {
        using var response = await _gateway.Http.GetAsync("/notes/_changes?feed=longpoll&since=now&heartbeat=10000", HttpCompletionOption.ResponseHeadersRead);
        await _gateway.SendAsync("PUT", "/notes/a", "{}");

        Assert.Equal(["a"], Ids(JsonNode.Parse(await response.Content.ReadAsStringAsync())));
    }

    [Fact]
    public async Task A_continuous_feed_sends_a_line_per_change_and_ends_with_the_gateway()
    {
        using var response = await _gateway.Http.GetAsync("/notes/_changes?feed=continuous&since=now&heartbeat=10000", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8);
        foreach (var id in new[] { "a", "b" })
        {
            await _gateway.SendAsync("PUT", "/notes/" + id, "{}");
            var line = await lines.ReadLineAsync();
            Assert.Equal(id, (string)JsonNode.Parse(line!)!["id"]!);
        }

        await _gateway.Harness.Mediator.Send(new Aurix.Platform.Gateway.CloseGateway());
        Assert.Equal(0, (int)JsonNode.Parse((await lines.ReadLineAsync())!)!["pending"]!);
    }

    private static IEnumerable<string> Ids(JsonNode? feed) => feed!["results"]!.AsArray().Select(row => (string)row!["id"]!);
}
