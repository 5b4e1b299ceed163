using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Protocol;

/// <summary>Histories longer than anybody tells: what is built on what is decided without them.</summary>
public sealed class LongHistoryTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(100)] // more than a push tells of
    public async Task As_many_edits_as_were_made_away_are_no_conflict(int edits)
    {
        await using var world = await World.SharedAsync();
        for (var number = 0; number < edits; number++)
        {
            await world.A.WriteAsync("one", $"{number}");
        }

        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();

        Assert.Equal($"{edits - 1}", await world.B.ReadAsync("one"));
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.DoesNotContain("heads 2", await world.B.StateAsync(), StringComparison.Ordinal);
        Assert.Empty((await world.B.Mediator.Send(new ListConflicts(null, 10))).Conflicts);
        var id = await world.A.RemoteIdAsync("one");
        var leaves = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}?open_revs=all");
        Assert.Single(leaves.AsArray(), leaf => leaf!["ok"]?["_deleted"] is null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_server_that_cut_the_path_makes_no_conflict_where_there_is_none(int told)
    {
        await using var world = await World.SharedAsync();
        for (var number = 0; number < 5; number++)
        {
            await world.A.WriteAsync("one", $"{number}");
        }

        await world.A.SyncAsync();
        world.Proxy.After = (request, answer) => request.Is("POST", "/_bulk_get") ? answer.EditRevisions(found =>
        {
            var ids = found["_revisions"]!["ids"]!.AsArray();
            found["_revisions"]!["ids"] = new JsonArray([.. ids.Take(told).Select(hash => hash!.DeepClone())]);
        }) : answer;

        await world.B.SyncAsync();
        world.Proxy.BeHonest();
        await world.B.WriteAsync("one", "9");
        await world.B.SyncAsync();
        await world.A.SyncAsync();

        Assert.Equal("9", await world.A.ReadAsync("one"));
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.DoesNotContain("heads 2", await world.A.StateAsync(), StringComparison.Ordinal);
        Assert.Empty(await world.B.QuarantineAsync());
    }
}
