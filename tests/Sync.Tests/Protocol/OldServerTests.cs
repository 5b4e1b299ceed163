using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Protocol;

/// <summary>Servers that know a part of the protocol only: what they lack costs requests, never a document.</summary>
public sealed class OldServerTests
{
    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(501)]
    public async Task Without_bulk_get_each_revision_is_asked_for_by_itself(int status)
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAllAsync("one", "two", "three");
        await world.A.SyncAsync();
        world.Proxy.BeHonest();
        world.Proxy.Before = request => request.Is("POST", "/_bulk_get") ? ProxyAnswer.Error(status, "not_found") : null;

        var report = await world.B.SyncAsync();

        Assert.Equal(3, report.DocumentsPulled);
        Assert.Equal(1, world.Proxy.Count("POST", "/_bulk_get")); // and not asked again
        Assert.Equal(3, world.Proxy.Count("GET", "open_revs="));
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Fact]
    public async Task Without_bulk_get_every_leaf_of_a_conflict_arrives_and_one_that_is_missing_is_named()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "11");
        await world.B.WriteAsync("one", "12");
        await world.A.WriteAsync("two", "21");
        await world.A.SyncAsync();
        var two = await world.A.RemoteIdAsync("two");
        world.Proxy.Before = request => request.Is("POST", "/_bulk_get") ? ProxyAnswer.Error(404, "not_found")
            : request.Is("GET", two) ? ProxyAnswer.Text(200, """[{"missing":"2-00000000000000000000000000000001"}]""") : null;

        await world.B.SyncAsync();

        Assert.Equal(["RevisionMissing"], await world.B.RefusalsAsync());
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Theory]
    [InlineData("POST", "/_bulk_get")]
    [InlineData("POST", "/_revs_diff")]
    public async Task Where_the_whole_database_is_gone_it_is_told_as_such(string method, string place)
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        await world.A.SyncAsync();
        await world.B.WriteAsync("two", "3");
        var gone = false;
        world.Proxy.Before = request => (gone |= request.Is(method, place)) ? ProxyAnswer.Error(404, "not_found") : null;

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(world.B.SyncAsync);

        Assert.Equal("DatabaseMissing", refused.Code);
        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.Equal("2", await world.B.ReadAsync("one"));
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Without_revs_diff_everything_that_changed_is_sent(int status)
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        world.Proxy.Before = request => request.Is("POST", "/_revs_diff") ? ProxyAnswer.Error(status, "not_found") : null;

        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal("2", await world.B.ReadAsync("one"));
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Empty(await world.A.AlarmsAsync());
    }

    [Fact]
    public async Task A_leaf_that_one_node_does_not_have_yet_comes_by_itself_in_a_later_round()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer : answer.Edit(json =>
        {
            foreach (var result in json["results"]!.AsArray())
            {
                result!["docs"] = new JsonArray(new JsonObject { ["error"] = new JsonObject { ["id"] = (string)result["id"]!, ["error"] = "not_found", ["reason"] = "missing" } });
            }
        });
        await world.B.SyncAsync();
        Assert.Equal(["RevisionMissing"], await world.B.RefusalsAsync());
        world.Proxy.BeHonest();

        await world.B.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal("2", await world.B.ReadAsync("one"));
        Assert.Empty(await world.B.QuarantineAsync());
        Assert.Empty(await world.B.AlarmsAsync());
    }

    [Theory]
    [InlineData("/aurix-vault")]
    [InlineData("/_local/")]
    [InlineData("/_changes")]
    public async Task A_page_of_what_is_in_between_is_not_taken_for_a_server_that_lost_something(string place)
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        world.Proxy.Before = request => request.Path.Contains(place, StringComparison.Ordinal) ? ProxyAnswer.Text(404, "<html>no such page</html>") : null;

        await Assert.ThrowsAsync<RemoteUnavailableException>(world.A.SyncAsync);

        Assert.Empty(await world.A.AlarmsAsync());
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal("2", await world.B.ReadAsync("one"));
    }
}
