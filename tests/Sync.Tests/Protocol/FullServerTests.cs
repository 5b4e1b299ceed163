using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Protocol;

/// <summary>A server without space, or one that takes less than we send: told as such, nothing is lost, reading goes on.</summary>
public sealed class FullServerTests
{
    [Theory]
    [InlineData("/_bulk_docs")]
    [InlineData("-blob/")]
    public async Task A_server_without_space_is_told_at_once_and_gets_the_rest_when_it_has_some(string place)
    {
        await using var world = await World.SharedAsync();
        var blob = await world.A.AttachAsync("letter", [1, 2, 3]);
        world.Proxy.Before = request => request.Method != "GET" && request.Path.Contains(place, StringComparison.Ordinal) && !request.Path.Contains("_all_docs", StringComparison.Ordinal)
            ? ProxyAnswer.Error(507, "insufficient_storage") : null;

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(world.A.SyncAsync);

        Assert.Equal("ServerFull", refused.Code);
        Assert.Equal(refused.Message, (await world.A.Mediator.Send(new DescribeSync())).LastProblem);
        Assert.Empty(await world.A.QuarantineAsync());
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal([1, 2, 3], await world.B.FileAsync(blob));
    }

    [Fact]
    public async Task From_a_server_without_space_everything_can_still_be_fetched()
    {
        await using var world = await World.StartAsync();
        for (var number = 1; number <= 4; number++)
        {
            await world.A.WriteAsync($"large{number}", $"\"{new string((char)('a' + number), 2_500_000)}\"");
        }

        await world.A.SyncAsync();
        world.Proxy.Before = request => request.Method is "PUT" || request.Is("POST", "/_bulk_docs") ? ProxyAnswer.Error(507, "insufficient_storage") : null;

        await Assert.ThrowsAsync<RemoteRefusedException>(world.B.SyncAsync); // its own head finds no space

        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Empty(await world.B.AlarmsAsync());
    }

    [Fact]
    public async Task What_the_server_would_not_take_is_offered_again_by_itself_a_day_later()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") ? ProxyAnswer.Error(413, "too_large") : null;
        await world.A.SyncAsync();
        Assert.Equal(["PushRefused"], await world.A.RefusalsAsync());
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs")); // not in every round
        world.A.Time.Advance(TimeSpan.FromHours(25));

        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Empty(await world.A.QuarantineAsync());
        Assert.Equal("2", await world.B.ReadAsync("one"));
    }

    [Fact]
    public async Task What_was_refused_and_is_there_all_the_same_is_refused_no_longer()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        world.Proxy.After = (request, answer) => request.Is("POST", "/_bulk_docs") ? ProxyAnswer.Error(413, "too_large") : answer;
        await world.A.SyncAsync();
        world.Proxy.BeHonest();
        world.A.Time.Advance(TimeSpan.FromHours(25));

        await world.A.SyncAsync();

        Assert.Empty(await world.A.QuarantineAsync());
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs"));
    }

    [Fact]
    public async Task A_file_that_the_server_will_not_take_holds_back_its_own_document_and_no_other()
    {
        await using var world = await World.SharedAsync();
        var blob = await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.WriteAsync("one", "2");
        world.Proxy.Before = request => request.Is("PUT", "-blob/c") ? ProxyAnswer.Error(413, "too_large") : null;

        var report = await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(1, report.DocumentsPushed);
        Assert.Equal("2", await world.B.ReadAsync("one"));
        Assert.Null(await world.B.ReadAsync("letter")); // I-9: no name without its bytes
        Assert.Equal(["FileRefused"], await world.A.RefusalsAsync());
        var tried = world.Proxy.Count("PUT", "-blob/c");
        await world.A.SyncAsync();
        Assert.Equal(tried, world.Proxy.Count("PUT", "-blob/c")); // not again and again
        world.Proxy.BeHonest();
        world.A.Time.Advance(TimeSpan.FromHours(1));
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal([1, 2, 3], await world.B.FileAsync(blob));
        Assert.Empty(await world.A.QuarantineAsync());
        Assert.Empty(await world.B.AlarmsAsync());
    }
}
