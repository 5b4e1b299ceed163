using System.Net;
using System.Net.Sockets;
using System.Text;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Live;

/// <summary>A line that looks open and carries nothing is found out.</summary>
public sealed class ContinuousFeedTests : IDisposable
{
    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly FakeTimeProvider _time = new();

    public ContinuousFeedTests() => _server.Start();

    [Fact]
    public async Task Silence_ends_a_feed_whose_socket_is_still_open()
    {
        using var client = Client();
        await using var feed = new ContinuousFeed(client, "aurix-test", _time).ReadAsync(null, CancellationToken.None).GetAsyncEnumerator();
        var opening = feed.MoveNextAsync();
        using var line = await AnswerAsync("1\r\n\n\r\n"); // one sign of life, and then nothing for ever
        Assert.True(await opening);
        Assert.Empty(feed.Current);

        var next = feed.MoveNextAsync();
        _time.Advance(ContinuousFeed.Silence);

        var silent = await Assert.ThrowsAsync<RemoteUnavailableException>(async () => await next);
        Assert.Contains("silent", silent.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_row_is_no_sign_of_life_that_could_pass_for_quiet()
    {
        using var client = Client();
        await using var feed = new ContinuousFeed(client, "aurix-test", _time).ReadAsync(null, CancellationToken.None).GetAsyncEnumerator();
        var opening = feed.MoveNextAsync();
        using var line = await AnswerAsync("1\r\n\n\r\n");
        Assert.True(await opening);

        var next = feed.MoveNextAsync().AsTask();
        await line.GetStream().WriteAsync("6\r\n{\"seq\"\r\n"u8.ToArray());
        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1)); // and so, after a while, the rest does not come
            await Task.Yield();
        }

        await Assert.ThrowsAsync<RemoteUnavailableException>(() => next);
    }

    [Fact]
    public async Task A_refusal_ends_it_with_what_the_server_says()
    {
        using var client = Client();
        await using var feed = new ContinuousFeed(client, "aurix-test", _time).ReadAsync("5", CancellationToken.None).GetAsyncEnumerator();
        var opening = feed.MoveNextAsync();
        const string Body = """{"error":"bad_request","reason":"no such place"}""";
        using var line = await AnswerAsync($"{Body.Length:x}\r\n{Body}\r\n0\r\n\r\n", "400 Bad Request");

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(async () => await opening);
        Assert.Contains("no such place", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_come_as_they_are_sent_and_a_feed_that_ends_is_told_as_such()
    {
        using var client = Client();
        await using var feed = new ContinuousFeed(client, "aurix-test", _time).ReadAsync(null, CancellationToken.None).GetAsyncEnumerator();
        var opening = feed.MoveNextAsync();
        const string Row = """{"seq":"1","id":"one","changes":[{"rev":"1-a"},{"rev":"1-b"}],"doc":{"_id":"one"}}""" + "\n";
        using var line = await AnswerAsync($"{Row.Length:x}\r\n{Row}\r\n0\r\n\r\n");

        Assert.True(await opening);
        Assert.Equal(("one", 2), (feed.Current[0].Id, feed.Current[0].Revisions.Length));
        await Assert.ThrowsAsync<RemoteUnavailableException>(async () =>
        {
            while (await feed.MoveNextAsync())
            {
            }
        });
    }

    public void Dispose() => _server.Dispose();

    private CouchClient Client() => new(
        RemoteAddress.Parse($"http://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}/aurix-test"),
        "alex", "a password", new RetrySchedule(_time), new SyncCounts(), refused: () => { }, demand: () => { });

    private async Task<TcpClient> AnswerAsync(string chunks, string status = "200 OK")
    {
        var line = await _server.AcceptTcpClientAsync();
        var stream = line.GetStream();
        for (var asked = ""; !asked.EndsWith("\r\n\r\n", StringComparison.Ordinal);)
        {
            var buffer = new byte[4096];
            asked += Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks));
        return line;
    }
}
