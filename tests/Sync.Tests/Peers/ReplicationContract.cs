using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Peers;

/// <summary>What replication needs of a server, with each server that we know: nothing in it may depend on our own gateway.</summary>
public sealed class ReplicationContract(Peers peers) : IClassFixture<Peers>
{
    [Theory, Gateway, PouchServer, CouchDb]
    public async Task Documents_arrive_as_they_were_sent(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        await meeting.A.WriteAsync("note:1", """{"text":"ünïcödé \u0000 and 12345678901234567890"}""");
        await meeting.B.WriteAsync("note:2", "[1,2,3]");

        await meeting.SettleAsync();

        Assert.Equal("[1,2,3]", await meeting.A.ReadAsync("note:2"));
        Assert.Equal(await meeting.A.ReadAsync("note:1"), await meeting.B.ReadAsync("note:1"));
        Assert.Equal(await meeting.A.EverythingAsync(), await meeting.B.EverythingAsync());
        await meeting.AssertQuietAsync();
    }

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task Edits_made_apart_are_settled_alike_and_the_loser_is_kept(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        await meeting.A.WriteAsync("note", "1");
        await meeting.SettleAsync();
        var lost = await meeting.A.WriteAsync("note", "2");
        await meeting.B.WriteAsync("note", "3");

        await meeting.SettleAsync();

        Assert.Equal("3", await meeting.A.ReadAsync("note"));
        var conflict = Assert.Single((await meeting.A.Mediator.Send(new ListConflicts(null, 10))).Conflicts);
        Assert.Contains(conflict.Versions, version => version.Revision == lost);
        await meeting.AssertQuietAsync();
    }

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task A_delete_arrives_and_so_does_an_edit_after_it(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        await meeting.A.WriteAllAsync("one", "two");
        await meeting.SettleAsync();
        await meeting.B.Mediator.Send(new DeleteDocument(new("one"), await meeting.B.RevisionAsync("one")));
        await meeting.B.Mediator.Send(new DeleteDocument(new("two"), await meeting.B.RevisionAsync("two")));
        await meeting.B.SyncAsync();
        await meeting.A.SyncAsync();
        Assert.Equal("null", await meeting.A.ReadAsync("one")); // a deleted document says nothing

        await meeting.A.WriteAsync("two", "3");
        await meeting.SettleAsync();

        Assert.Equal("null", await meeting.B.ReadAsync("one"));
        Assert.Equal("3", await meeting.B.ReadAsync("two"));
        await meeting.AssertQuietAsync();
    }

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task A_file_of_three_chunks_arrives_and_goes_on_where_it_was_cut_off(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        byte[] sound = [.. Enumerable.Range(0, 2_500_000).Select(index => (byte)(index * 31))];
        var blob = await meeting.A.AttachAsync("recording", sound);
        await meeting.A.SyncAsync();
        var passed = 0;
        meeting.Proxy.Before = request => request.Is("GET", "-blob/") && Interlocked.Increment(ref passed) > 2 ? ProxyAnswer.Dropped : null;
        await Assert.ThrowsAsync<RemoteUnavailableException>(meeting.B.SyncAsync);
        meeting.Proxy.BeHonest();

        var report = await meeting.B.SyncAsync();

        Assert.Equal(report.ChunksPulled, meeting.Proxy.Count("GET", "-blob/")); // what had come is not fetched again
        Assert.Equal(sound, await meeting.B.FileAsync(blob));
        await meeting.SettleAsync();
        await meeting.AssertQuietAsync();
    }

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task A_round_goes_on_where_the_last_one_ended(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        await meeting.A.WriteAllAsync("one", "two");
        await meeting.SettleAsync();
        await meeting.SettleAsync();
        meeting.Proxy.BeHonest();
        await meeting.A.WriteAsync("one", "3");
        await meeting.A.SyncAsync();

        var report = await meeting.B.SyncAsync();

        Assert.Equal(1, report.DocumentsPulled);
        Assert.DoesNotContain(meeting.Proxy.Requests, request => request.Is("GET", "/_changes") && request.Path.EndsWith("since=0", StringComparison.Ordinal));
        var asked = Assert.Single(meeting.Proxy.Requests, request => request.Is("POST", "/_bulk_get")).Json["docs"]!.AsArray();
        Assert.Single(asked);
    }

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task Without_bulk_get_everything_arrives_too(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        await meeting.A.WriteAllAsync("one", "two");
        await meeting.SettleAsync();
        await meeting.A.WriteAsync("one", "3");
        await meeting.B.WriteAsync("one", "4");
        await meeting.A.SyncAsync();
        meeting.Proxy.Before = request => request.Is("POST", "/_bulk_get") ? ProxyAnswer.Error(404, "not_found") : null;

        await meeting.B.SyncAsync();
        await meeting.SettleAsync();

        Assert.NotEqual(0, meeting.Proxy.Count("GET", "open_revs="));
        Assert.Equal("4", await meeting.A.ReadAsync("one"));
        Assert.Empty(await meeting.B.QuarantineAsync());
        await meeting.AssertQuietAsync();
    }

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task Documents_of_others_are_named_never_asked_for_and_left_alone(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        string[] odd = ["note", "note with a blank/and a slash", "ünïcödé", new('x', 240), "_design/app", "d" + new string('?', 43)];
        foreach (var id in odd)
        {
            await meeting.Server.SendAsync(HttpMethod.Put, $"{meeting.Server.Database}/{Path(id)}", new JsonObject { ["text"] = "a stranger's" });
        }

        await meeting.A.WriteAsync("ours", "1");
        await meeting.SettleAsync();
        await meeting.SettleAsync();

        Assert.Equal("1", await meeting.B.ReadAsync("ours"));
        Assert.Equal(odd.Length, (await meeting.B.QuarantineAsync()).Length);
        Assert.DoesNotContain(meeting.Proxy.Requests, request => request.Path.Contains("_design", StringComparison.Ordinal) || request.Path.Contains("note", StringComparison.Ordinal));
        foreach (var id in odd)
        {
            Assert.StartsWith("1-", (string)(await meeting.Server.SendAsync(HttpMethod.Get, $"{meeting.Server.Database}/{Path(id)}"))!["_rev"]!, StringComparison.Ordinal);
        }

        await meeting.AssertQuietAsync();
    }

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task A_refused_login_is_tried_once(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        await meeting.A.WriteAsync("note", "1");
        meeting.Proxy.After = (request, answer) => request.Is("POST", "/_session") ? ProxyAnswer.Error(401, "unauthorized") : answer;

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(meeting.A.SyncAsync);

        Assert.Equal("LoginRefused", refused.Code);
        Assert.Equal(1, meeting.Proxy.Count("POST", "/_session"));
        Assert.Equal("1", await meeting.A.ReadAsync("note"));
    }

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task A_database_that_is_gone_is_told_as_such_and_is_not_made_anew(string make)
    {
        await using var meeting = await peers.MeetAsync(make);
        await meeting.A.WriteAsync("note", "1");
        await meeting.Server.SendAsync(HttpMethod.Delete, meeting.Server.Database);

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(meeting.A.SyncAsync);

        Assert.Contains(refused.Code, new[] { "DatabaseMissing", "Forbidden" }); // our gateway tells who is not a member nothing of what is there
        Assert.Equal(0, meeting.Proxy.Count("PUT", ""));
        Assert.Equal("1", await meeting.A.ReadAsync("note"));
    }

    private static string Path(string id) => id.StartsWith("_design/", StringComparison.Ordinal) ? id : Uri.EscapeDataString(id);
}
