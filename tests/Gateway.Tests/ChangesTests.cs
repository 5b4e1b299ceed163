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
