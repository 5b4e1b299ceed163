using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>What the road and the server do wrong becomes the right kind of error, and costs no document.</summary>
public sealed class TroubleTests
{
    [Theory]
    [InlineData("/_changes")]
    [InlineData("/_revs_diff")]
    [InlineData("/_bulk_docs")]
    public async Task A_session_that_expires_is_renewed_once(string place)
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note", "1");
        world.Proxy.Before = Once(place, ProxyAnswer.Error(401, "unauthorized"));

        await world.A.SyncAsync();

        Assert.Equal(2, world.Proxy.Count("POST", "/_session"));
        await AssertArrivesAsync(world);
    }

    [Fact]
    public async Task A_vault_document_with_a_text_that_is_none_is_refused_by_name()
    {
        await using var world = await World.StartAsync(1);
        world.Proxy.After = (request, answer) => request.Is("GET", "/aurix-vault")
            ? answer with { Body = System.Text.Encoding.UTF8.GetBytes("{\"half\":\"\\ud800\"," + System.Text.Encoding.UTF8.GetString(answer.Body)[1..]) }
            : answer;

        var wrong = await Assert.ThrowsAsync<VaultException>(world.A.SyncAsync);

        Assert.Equal("VaultMalformed", wrong.Code);
    }

    [Fact]
    public async Task A_login_that_is_refused_in_the_middle_is_not_tried_a_third_time()
    {
        await using var world = await World.StartAsync(1);
        world.Proxy.Before = request => request.Is("GET", "/_changes") ? ProxyAnswer.Error(401, "unauthorized") : null;

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(world.A.SyncAsync);

        Assert.Equal("LoginRefused", refused.Code);
        Assert.Equal(2, world.Proxy.Count("POST", "/_session"));
        Assert.Equal(2, world.Proxy.Count("GET", "/_changes"));
    }

    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "DatabaseMissing")]
    [InlineData(302, "RemoteRefused")]
    [InlineData(400, "RemoteRefused")]
    [InlineData(412, "RemoteRefused")]
    [InlineData(413, "TooLarge")]
    [InlineData(501, "RemoteRefused")]
    [InlineData(507, "ServerFull")]
    public async Task A_refusal_is_told_at_once_and_not_tried_again(int status, string code)
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        world.Proxy.Before = request => request.Is("GET", "/_changes") ? ProxyAnswer.Error(status, "no") : null;

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(world.A.SyncAsync);

        Assert.Equal(code, refused.Code);
        Assert.Equal(1, world.Proxy.Count("GET", "/_changes"));
        Assert.Equal(refused.Message, (await world.A.Mediator.Send(new DescribeSync())).LastProblem);
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        Assert.Null((await world.A.Mediator.Send(new DescribeSync())).LastProblem);
    }

    [Theory]
    [InlineData(200, "<html>welcome</html>")]
    [InlineData(200, """{"hello":"world"}""")]
    [InlineData(200, "[]")]
    [InlineData(404, "{}")]
    [InlineData(401, "<html>log in</html>")]
    public async Task What_is_no_CouchDB_never_sees_the_login(int status, string welcome)
    {
        await using var world = await World.StartAsync(1);
        world.Proxy.Before = _ => ProxyAnswer.Text(status, welcome);

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(world.A.SyncAsync);

        Assert.Equal("NotACouchDb", refused.Code);
        Assert.Equal(0, world.Proxy.Count("POST", ""));
    }

    [Fact]
    public async Task A_CouchDB_that_lets_nobody_in_without_a_login_is_still_one()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note", "1");
        world.Proxy.Before = request => request.Path == "/" ? ProxyAnswer.Error(401, "unauthorized") : null;

        await world.A.SyncAsync();

        await AssertArrivesAsync(world);
    }

    [Theory]
    [InlineData(500, "/_changes")]
    [InlineData(503, "/_revs_diff")]
    [InlineData(502, "/_bulk_docs")]
    [InlineData(429, "/_bulk_docs")]
    [InlineData(429, "/_changes")]
    [InlineData(408, "/_bulk_docs")]
    [InlineData(408, "/_changes")]
    [InlineData(503, "/_session")]
    [InlineData(0, "/_session")]
    [InlineData(0, "/_bulk_docs")]
    [InlineData(0, "/_local/")]
    public async Task Trouble_that_passes_costs_a_second_try(int status, string place)
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note", "1");
        world.Proxy.Before = Once(place, status == 0 ? ProxyAnswer.Dropped : ProxyAnswer.Error(status, "trouble"));

        await world.A.SyncAsync();

        await AssertArrivesAsync(world);
    }

    [Theory]
    [InlineData("/_changes")]
    [InlineData("/_session")]
    [InlineData("/_bulk_docs")]
    public async Task Trouble_that_stays_is_given_up_after_four_tries(string place)
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        world.Proxy.Before = request => request.Path.Contains(place, StringComparison.Ordinal) ? ProxyAnswer.Error(503, "trouble") : null;

        await Assert.ThrowsAsync<RemoteUnavailableException>(world.A.SyncAsync);

        Assert.Equal(4, world.Proxy.Requests.Count(request => request.Path.Contains(place, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_server_says_when_to_come_back()
    {
        await using var world = await World.StartAsync(1);
        world.Proxy.Before = Once("/_changes", ProxyAnswer.Error(503, "busy").With("Retry-After", "7"));

        await world.A.SyncAsync();

        Assert.Contains(TimeSpan.FromSeconds(7), world.A.Time.Waits);
    }

    [Fact]
    public async Task A_server_that_wants_a_long_rest_is_not_asked_again_in_this_round()
    {
        await using var world = await World.StartAsync(1);
        world.Proxy.Before = Once("/_changes", ProxyAnswer.Error(503, "busy").With("Retry-After", "3600"));

        var trouble = await Assert.ThrowsAsync<RemoteUnavailableException>(world.A.SyncAsync);

        Assert.Equal(TimeSpan.FromHours(1), trouble.RetryAfter);
        Assert.Equal(1, world.Proxy.Count("GET", "/_changes"));
    }

    [Theory]
    [InlineData("/_changes")]
    [InlineData("/_bulk_get")]
    [InlineData("/_bulk_docs")]
    [InlineData("/_revs_diff")]
    [InlineData("/_local/")]
    [InlineData("/aurix-vault")]
    public async Task An_answer_that_is_cut_off_loses_nothing(string place)
    {
        await using var world = await World.StartAsync();
        await world.B.WriteAsync("other", "2");
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        await world.B.WriteAsync("third", "3");
        await world.B.SyncAsync();
        await world.A.WriteAsync("note", "1");
        world.Proxy.After = (request, answer) => request.Path.Contains(place, StringComparison.Ordinal) && answer.Body.Length > 2 ? answer.CutOff() : place == "/_bulk_docs" && request.Path.Contains(place, StringComparison.Ordinal) ? ProxyAnswer.Text(201, "[") : answer;

        await Assert.ThrowsAsync<RemoteUnavailableException>(world.A.SyncAsync);

        await AssertArrivesAsync(world);
        Assert.Equal("3", await world.A.ReadAsync("third"));
        Assert.Empty(await world.A.QuarantineAsync());
    }

    [Fact]
    public async Task A_batch_that_is_too_large_is_halved()
    {
        await using var world = await World.StartAsync();
        await WriteFiveAsync(world.A);
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") && request.Json["docs"]!.AsArray().Count > 1 ? ProxyAnswer.Error(413, "too_large") : null;

        var report = await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(5, report.DocumentsPushed);
        Assert.Equal(0, report.Quarantined);
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    [Fact]
    public async Task A_single_document_that_is_too_large_is_set_aside_by_name_and_the_rest_arrives()
    {
        await using var world = await World.StartAsync();
        await WriteFiveAsync(world.A);
        var large = await world.A.RemoteIdAsync("3");
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") && request.Json["docs"]!.AsArray().Any(document => (string)document!["_id"]! == large) ? ProxyAnswer.Error(413, "too_large") : null;

        var report = await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(4, report.DocumentsPushed);
        var entry = Assert.Single(await world.A.QuarantineAsync());
        Assert.Equal("PushRefused", entry.Code);
        Assert.Equal(large, entry.RemoteId);
        Assert.Null(await world.B.ReadAsync("3"));
        Assert.Equal("4", await world.B.ReadAsync("4"));
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs")); // the checkpoint has passed
    }

    [Fact]
    public async Task A_document_that_the_server_forbids_is_set_aside_by_name()
    {
        await using var world = await World.StartAsync(1);
        await WriteFiveAsync(world.A);
        var forbidden = await world.A.RemoteIdAsync("3");
        world.Proxy.After = (request, answer) => request.Is("POST", "/_bulk_docs")
            ? ProxyAnswer.Text(201, $$"""[{"id":"{{forbidden}}","error":"forbidden","reason":"{{new string('x', 5000)}}"}]""")
            : answer;

        var report = await world.A.SyncAsync();

        Assert.Equal(4, report.DocumentsPushed);
        var entry = Assert.Single(await world.A.QuarantineAsync());
        Assert.Equal((forbidden, "PushRefused"), (entry.RemoteId, entry.Code));
        Assert.True(entry.Detail.Length < 1000);
    }

    [Fact]
    public async Task A_write_that_did_not_reach_every_node_yet_counts_as_written()
    {
        await using var world = await World.StartAsync();
        await WriteFiveAsync(world.A);
        world.Proxy.After = (request, answer) => request.Is("POST", "/_bulk_docs") || request.Method == "PUT" ? answer with { Status = 202 } : answer;

        var report = await world.A.SyncAsync();

        Assert.Equal((5, 0), (report.DocumentsPushed, report.Quarantined));
        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    private static async Task WriteFiveAsync(Device device)
    {
        for (var number = 1; number <= 5; number++)
        {
            await device.WriteAsync($"{number}", $"{number}");
        }
    }

    private static async Task AssertArrivesAsync(World world)
    {
        world.Proxy.BeHonest();
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal("1", await world.B.ReadAsync("note"));
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    private static Func<ProxyRequest, ProxyAnswer?> Once(string place, ProxyAnswer answer)
    {
        var left = 1;
        return request => request.Path.Contains(place, StringComparison.Ordinal) && Interlocked.Exchange(ref left, 0) == 1 ? answer : null;
    }
}
