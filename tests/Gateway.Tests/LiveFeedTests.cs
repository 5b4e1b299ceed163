using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Gateway;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests;

/// <summary>Feeds that wait, on a clock that the test moves.</summary>
public sealed class LiveFeedTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private GatewayFixture _gateway = null!;

    public async Task InitializeAsync() => _gateway = await GatewayFixture.StartAsync(time: _time);

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("longpoll")]
    [InlineData("continuous")]
    public async Task A_feed_without_changes_ends_at_its_timeout(string feed)
    {
        using var response = await OpenAsync(feed, "timeout=5000");
        var text = await PassAsync(response.Content.ReadAsStringAsync());

        Assert.Equal(0, (int)JsonNode.Parse(text)!["pending"]!);
    }

    [Theory]
    [InlineData("longpoll", "{\"results\":[")]
    [InlineData("continuous", "")]
    public async Task A_feed_with_a_heartbeat_sends_a_line_break_now_and_then(string feed, string first)
    {
        using var response = await OpenAsync(feed, "heartbeat=1000");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal(first, await PassAsync(lines.ReadLineAsync()));
        Assert.Equal("", await PassAsync(lines.ReadLineAsync()));
        Assert.Equal("", await PassAsync(lines.ReadLineAsync()));
    }

    [Fact]
    public async Task An_event_source_tells_each_change_as_an_event_beats_and_goes_on_where_the_browser_was()
    {
        await _gateway.SendAsync("PUT", "/notes/a", "{}");
        await _gateway.SendAsync("PUT", "/notes/b", "{}");
        using var response = await _gateway.Http.GetAsync("/notes/_changes?feed=eventsource&heartbeat=1000", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var first = JsonNode.Parse((await PassAsync(lines.ReadLineAsync()))!["data: ".Length..])!;
        Assert.Equal("a", (string)first["id"]!);
        var place = await PassAsync(lines.ReadLineAsync());
        Assert.Equal($"id: {first["seq"]!.ToJsonString()}", place);
        Assert.Equal("", await PassAsync(lines.ReadLineAsync()));
        Assert.StartsWith("data: ", await PassAsync(lines.ReadLineAsync()), StringComparison.Ordinal);
        await PassAsync(lines.ReadLineAsync());
        await PassAsync(lines.ReadLineAsync());
        Assert.Equal("event: heartbeat", await PassAsync(lines.ReadLineAsync()));
        Assert.Equal("data: ", await PassAsync(lines.ReadLineAsync()));
        Assert.Equal("", await PassAsync(lines.ReadLineAsync()));

        using var again = new HttpRequestMessage(HttpMethod.Get, "/notes/_changes?feed=eventsource&since=0&timeout=1000");
        again.Headers.Add("Last-Event-ID", place!["id: ".Length..]);
        using var rest = await _gateway.Http.SendAsync(again, HttpCompletionOption.ResponseHeadersRead);
        var events = (await PassAsync(rest.Content.ReadAsStringAsync())).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("b", (string)JsonNode.Parse(Assert.Single(events).Split('\n')[0]["data: ".Length..])!["id"]!);
    }

    [Fact]
    public async Task A_write_of_another_process_reaches_a_feed()
    {
        await using var other = await new ModuleHarness(_gateway.Harness.DataDirectory, _time).AddAsync(new StorageModule(), Roles.Storage);
        using var response = await OpenAsync("longpoll", "heartbeat=3600000");
        await other.Mediator.Send(new EditRelayDocument(new DatabaseName("notes"), new DocumentId("a"), null, false, new BodyBytes("{}"u8.ToArray()), []));

        var feed = JsonNode.Parse(await PassAsync(response.Content.ReadAsStringAsync()));
        Assert.Equal("a", (string)feed!["results"]![0]!["id"]!);
    }

    [Fact]
    public async Task A_gateway_that_closes_ends_its_feeds_whole_and_another_may_not_take_its_port()
    {
        await using var other = await GatewayFixture.StartAsync();
        await other.Harness.Mediator.Send(new CloseGateway());
        var taken = await Assert.ThrowsAsync<UsageException>(() => other.Harness.Mediator.Send(new OpenGateway("127.0.0.1", _gateway.Address.Port, false)));
        Assert.Equal("PortTaken", taken.Code);

        using var response = await OpenAsync("longpoll", "heartbeat=1000");
        Assert.True(await _gateway.Harness.Mediator.Send(new CloseGateway()));
        Assert.Empty(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["results"]!.AsArray());
    }

    private Task<HttpResponseMessage> OpenAsync(string feed, string more) =>
        _gateway.Http.GetAsync($"/notes/_changes?feed={feed}&since=now&{more}", HttpCompletionOption.ResponseHeadersRead);

    // Step by step: one large step could fall between the feed's look at the clock and its wait.
    private async Task<T> PassAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Yield();
        }

        return await task;
    }
}
