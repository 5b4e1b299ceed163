using System.Collections.Immutable;
using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Live;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>What a device lets out and in, and that nothing that is on both sides is ever lost by it (docs/filters.md).</summary>
public sealed class FilterTests
{
    [Theory]
    [InlineData("ids", "in*,!inner")]
    [InlineData("types", "note,!secret")]
    [InlineData("selector", """{"shared":true}""")]
    public async Task What_does_not_match_is_not_sent_and_the_server_is_not_told_of_it(string name, string value)
    {
        await using var world = await World.StartAsync();
        var a = await world.RestartAsync(0, syncSettings: With(name, value));
        await WriteAsync(a, "in-1", "note", shared: true);
        await WriteAsync(a, "inner", "secret", shared: false);

        await a.SyncAsync();
        await world.B.SyncAsync();

        Assert.NotNull(await world.B.ReadAsync("in-1"));
        Assert.Null(await world.B.ReadAsync("inner"));
        var secret = await a.RemoteIdAsync("inner");
        Assert.DoesNotContain(world.Proxy.Requests, request => Mentions(request, secret));
    }

    [Theory]
    [InlineData("ids", "in*,!inner")]
    [InlineData("types", "note,!secret")]
    [InlineData("selector", """{"shared":true}""")]
    public async Task What_does_not_match_is_not_taken_in_and_comes_when_the_filter_goes(string name, string value)
    {
        await using var world = await World.StartAsync();
        await WriteAsync(world.A, "in-1", "note", shared: true);
        await WriteAsync(world.A, "inner", "secret", shared: false);
        await world.A.SyncAsync();
        var b = await world.RestartAsync(1, syncSettings: With(name, value));

        await b.SyncAsync();
        await b.SyncAsync();

        Assert.NotNull(await b.ReadAsync("in-1"));
        Assert.Null(await b.ReadAsync("inner"));
        Assert.Empty(await b.RefusalsAsync());
        Assert.Empty(await b.AlarmsAsync());

        b = await world.RestartAsync(1);
        await b.SyncAsync();
        Assert.NotNull(await b.ReadAsync("inner"));
        Assert.Equal(await world.A.StateAsync(), await b.StateAsync());
    }

    [Fact]
    public async Task A_filter_that_comes_and_goes_between_two_rounds_leaves_nothing_behind()
    {
        await using var world = await World.StartAsync();
        var b = await world.RestartAsync(1, syncSettings: With("ids", "in*"));
        await world.A.WriteAsync("inside", "1");
        await world.A.WriteAsync("outside", "1");
        await world.A.SyncAsync();
        await b.SyncAsync();
        b = await world.RestartAsync(1, syncSettings: With("ids", "out*"));
        await b.SyncAsync();
        await world.A.WriteAsync("outside", "2");
        await world.A.SyncAsync();

        b = await world.RestartAsync(1, syncSettings: With("ids", "in*"));
        await b.SyncAsync();

        Assert.Equal("1", await b.ReadAsync("inside"));
        Assert.Equal("2", await b.ReadAsync("outside")); // here once, so kept up to date
    }

    [Fact]
    public async Task What_stayed_here_is_sent_when_the_filter_lets_it()
    {
        await using var world = await World.StartAsync();
        var a = await world.RestartAsync(0, syncSettings: With("ids", "!private*"));
        await a.WriteAsync("private", "1");
        await a.SyncAsync();

        a = await world.RestartAsync(0);
        await a.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal("1", await world.B.ReadAsync("private"));
    }

    [Fact]
    public async Task What_leaves_the_filter_is_kept_up_to_date_on_both_sides_and_its_delete_arrives()
    {
        await using var world = await World.StartAsync();
        var a = await world.RestartAsync(0, syncSettings: With("selector", """{"shared":true}"""));
        var b = await world.RestartAsync(1, syncSettings: With("selector", """{"shared":true}"""));
        await WriteAsync(a, "note", "note", shared: true);
        await a.SyncAsync();
        await b.SyncAsync();

        await a.WriteAsync("note", """{"shared":false}""");
        await a.SyncAsync();
        await b.SyncAsync();
        Assert.Equal("""{"shared":false}""", await b.ReadAsync("note"));

        await b.WriteAsync("note", """{"shared":"no more"}""");
        await b.SyncAsync();
        await a.SyncAsync();
        Assert.Equal("""{"shared":"no more"}""", await a.ReadAsync("note"));

        await a.Mediator.Send(new DeleteDocument(new("note"), await a.RevisionAsync("note")));
        await a.SyncAsync();
        await b.SyncAsync();
        Assert.True(Assert.IsType<GetOutcome.Found>(await b.Mediator.Send(new GetDocument(new("note")))).Body.Deleted);
        Assert.Equal(await a.StateAsync(), await b.StateAsync());
    }

    [Fact]
    public async Task What_was_on_both_sides_before_there_was_a_filter_goes_on()
    {
        await using var world = await World.SharedAsync();
        var a = await world.RestartAsync(0, syncSettings: With("ids", "other*"));

        await a.WriteAsync("one", "10");
        await a.SyncAsync();
        await world.B.SyncAsync();
        await world.B.WriteAsync("two", "20");
        await world.B.SyncAsync();
        await a.SyncAsync();

        Assert.Equal("10", await world.B.ReadAsync("one"));
        Assert.Equal("20", await a.ReadAsync("two"));
    }

    [Fact]
    public async Task Conflicts_settle_alike_where_one_device_is_filtered()
    {
        await using var world = await World.StartAsync();
        var b = await world.RestartAsync(1, syncSettings: With("selector", """{"shared":true}"""));
        await WriteAsync(world.A, "note", "note", shared: true);
        await world.A.SyncAsync();
        await b.SyncAsync();
        await world.A.WriteAsync("note", """{"shared":false,"by":"A"}""");
        await b.WriteAsync("note", """{"shared":false,"by":"B"}""");

        for (var round = 0; round < 2; round++)
        {
            await world.A.SyncAsync();
            await b.SyncAsync();
        }

        Assert.Equal(await world.A.StateAsync(), await b.StateAsync());
    }

    [Fact]
    public async Task A_document_that_comes_to_match_is_taken_in_with_all_its_leaves()
    {
        await using var world = await World.StartAsync(3);
        var c = await world.RestartAsync(2, syncSettings: With("selector", """{"shared":true}"""));
        await WriteAsync(world.A, "note", "note", shared: false);
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await c.SyncAsync();
        Assert.Null(await c.ReadAsync("note"));

        await world.A.WriteAsync("note", """{"shared":true,"by":"A"}""");
        await world.B.WriteAsync("note", """{"shared":false,"by":"B"}""");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        await c.SyncAsync();

        Assert.Equal(await world.A.StateAsync(), await c.StateAsync());
        Assert.Empty(await c.AlarmsAsync());
    }

    [Fact]
    public async Task A_document_of_the_same_name_that_is_made_here_meets_the_one_that_was_left_out()
    {
        await using var world = await World.StartAsync();
        var b = await world.RestartAsync(1, syncSettings: With("ids", "in*"));
        await world.A.WriteAsync("diary", "\"from A\"");
        await world.A.SyncAsync();
        await b.SyncAsync();

        await b.WriteAsync("diary", "\"from B\"");
        for (var round = 0; round < 3; round++)
        {
            await b.SyncAsync();
            await world.A.SyncAsync();
        }

        Assert.Equal(await world.A.StateAsync(), await b.StateAsync());
    }

    [Fact]
    public async Task What_Aurix_itself_needs_always_travels()
    {
        await using var world = await World.StartAsync();
        var a = await world.RestartAsync(0, syncSettings: With("ids", "nothing"));
        var b = await world.RestartAsync(1, syncSettings: With("types", "nothing"));
        await WriteAsync(a, "aurix.policy", "aurix.policy", shared: false);

        await a.SyncAsync();
        await b.SyncAsync();

        Assert.NotNull(await b.ReadAsync("aurix.policy"));
    }

    [Fact]
    public async Task Files_of_what_stays_here_stay_here_and_files_of_what_is_left_out_do_not_come()
    {
        await using var world = await World.StartAsync();
        var a = await world.RestartAsync(0, syncSettings: With("ids", "!private*"));
        await a.AttachAsync("private", [1, 2, 3]);
        await a.SyncAsync();
        Assert.Equal(0, world.Proxy.Count("PUT", "-blob/"));

        await a.AttachAsync("public", [4, 5, 6]);
        await a.SyncAsync();
        var b = await world.RestartAsync(1, syncSettings: With("ids", "!public"));
        await b.SyncAsync();
        Assert.Equal(0, world.Proxy.Count("GET", "-blob/"));
    }

    [Fact]
    public async Task Deletes_of_what_stays_here_are_not_held_back_and_the_server_is_not_asked_about_them()
    {
        await using var world = await World.StartAsync();
        var a = await world.RestartAsync(0, syncSettings: With("ids", "!private*"));
        await a.WriteAsync("public", "1");
        await a.SyncAsync();
        string[] ids = [.. Enumerable.Range(0, 60).Select(number => $"private{number:00}")];
        await a.WriteAllAsync(ids);
        foreach (var id in ids)
        {
            await a.Mediator.Send(new DeleteDocument(new(id), await a.RevisionAsync(id)));
        }

        Assert.Equal(0, (await a.SyncAsync()).HeldDeletes);
        var secret = await a.RemoteIdAsync("private00");
        Assert.DoesNotContain(world.Proxy.Requests, request => Mentions(request, secret));
    }

    [Fact]
    public async Task An_audit_misses_nothing_where_something_is_left_out_on_either_side()
    {
        await using var world = await World.StartAsync();
        var a = await world.RestartAsync(0, syncSettings: With("ids", "!private*"));
        await a.WriteAllAsync("private", "public");
        await a.SyncAsync();
        var b = await world.RestartAsync(1, syncSettings: With("ids", "private*"));
        await b.SyncAsync();

        Assert.Empty((await a.Mediator.Send(new VerifyRemote())).Findings);
        Assert.Empty((await b.Mediator.Send(new VerifyRemote())).Findings);
        var secret = await a.RemoteIdAsync("private");
        Assert.DoesNotContain(world.Proxy.Requests, request => Mentions(request, secret));
    }

    [Fact]
    public async Task What_is_left_out_for_weeks_raises_no_alarm()
    {
        await using var world = await World.StartAsync();
        var b = await world.RestartAsync(1, syncSettings: With("ids", "in*"));
        for (var round = 0; round < 6; round++)
        {
            await world.A.WriteAsync("outside", $"{round}");
            await world.A.SyncAsync();
            await b.SyncAsync();
            b.Time.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Empty(await b.AlarmsAsync());
    }

    [Fact]
    public async Task What_stays_here_and_what_is_left_out_is_counted_by_type()
    {
        await using var world = await World.StartAsync();
        var a = await world.RestartAsync(0, syncSettings: With("ids", "in*"));
        var b = await world.RestartAsync(1, syncSettings: With("ids", "out*"));
        await WriteAsync(a, "in-1", "note", shared: true);
        await WriteAsync(a, "in-2", "recording", shared: true);
        await WriteAsync(a, "in-3", "note", shared: true);
        await WriteAsync(a, "mine-1", "draft", shared: true);
        await a.AttachAsync("mine-2", [1, 2, 3]);
        await a.SyncAsync();
        await b.SyncAsync();

        var preview = await a.Mediator.Send(new PreviewSync());
        Assert.Equal((3, 0), (preview.Documents, preview.Files));
        Assert.Equal([new("document", 1), new("draft", 1)], preview.StayHere.AsEnumerable());
        Assert.Empty((await a.Mediator.Send(new DescribeSync())).LeftOut);
        Assert.Equal([new("note", 2), new("recording", 1)], (await b.Mediator.Send(new DescribeSync())).LeftOut.AsEnumerable());

        await a.Mediator.Send(new DeleteDocument(new("in-2"), await a.RevisionAsync("in-2")));
        await a.SyncAsync();
        await b.SyncAsync();
        Assert.Equal([new("note", 2)], (await b.Mediator.Send(new DescribeSync())).LeftOut.AsEnumerable());
    }

    [Fact]
    public async Task A_device_that_left_out_a_document_never_lets_its_file_be_collected()
    {
        await using var world = await World.StartAsync();
        var file = await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.SyncAsync();
        var b = await world.RestartAsync(1, syncSettings: With("ids", "in*"));
        await b.SyncAsync();
        await world.A.SyncAsync();
        var a = await world.A.SelfAsync();
        await b.Mediator.Send(new RetireDevice(a.Device.ToString())); // and with it whoever could say that the file is needed

        for (var step = 0; step < 3; step++)
        {
            await b.SyncAsync();
            Assert.StartsWith("Documents of the server are left out here by choice", (await b.Mediator.Send(new CollectServerChunks())).Doubt);
            b.Time.Advance(TimeSpan.FromDays(31));
        }

        Assert.Equal(2, (await world.Server.IdsAsync(World.Database + "-blob")).Length);
        b = await world.RestartAsync(1, syncSettings: With("ids", "in*,other*"));
        Assert.Equal(CollectionPhase.Doubtful, (await b.Mediator.Send(new CollectServerChunks())).Phase);
        b = await world.RestartAsync(1);
        await b.SyncAsync();
        Assert.Equal([1, 2, 3], await b.FileAsync(file));
    }

    [Fact]
    public async Task A_device_that_left_out_a_document_does_not_replace_the_keys()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("outside", "1");
        await world.A.SyncAsync();
        var b = await world.RestartAsync(1, syncSettings: With("ids", "in*"));
        using var present = Secret.FromCharacters(World.Password);
        using var next = Secret.FromCharacters("lantern orbit velvet quarry maple");

        var refused = await Assert.ThrowsAsync<UsageException>(() => b.Mediator.Send(new RotateVault(present, next)));

        Assert.Equal("DocumentsLeftOut", refused.Code);
        await world.A.SyncAsync(); // under the keys and the password of before
    }

    [Fact]
    public async Task A_device_that_follows_takes_in_and_sends_what_matches_alone()
    {
        await using var live = await LiveWorld.StartAsync(follow: false, syncSettings: With("ids", "in*,x*"));
        var a = await live.World.RestartAsync(0, syncSettings: With("ids", "!private*"), clock: TimeProvider.System);
        live.Follow(a);
        live.Follow(live.B);
        await a.WriteAsync("in-1", "1");
        await LiveWorld.ShowsAsync(live.B, "in-1", "1");

        await a.WriteAsync("private", "1");
        await a.WriteAsync("outside", "1");
        await a.WriteAsync("in-2", "2");
        await LiveWorld.ShowsAsync(live.B, "in-2", "2");
        await LiveWorld.UntilAsync(live.B, async () => (await live.B.Mediator.Send(new DescribeSync())).LeftOut.Length == 1, "it was never counted");

        Assert.Null(await live.B.ReadAsync("outside"));
        var secret = await a.RemoteIdAsync("private");
        Assert.DoesNotContain(live.Proxy.Requests, request => Mentions(request, secret));
        Assert.Empty(await live.B.AlarmsAsync());
    }

    [Fact]
    public async Task A_device_that_left_out_a_document_agrees_to_nobody_elses_collecting()
    {
        await using var world = await World.StartAsync(3);
        var b = await world.RestartAsync(1, syncSettings: With("ids", "in*"));
        await world.C.WriteAsync("outside", "1");
        await world.A.AttachAsync("inside", [1, 2, 3]);
        foreach (var device in new[] { world.A, world.C, b, world.A, world.C })
        {
            await device.SyncAsync();
        }

        Assert.IsType<PutOutcome.Saved>(await world.A.Mediator.Send(new PutDocument(new("inside"), null, await world.A.RevisionAsync("inside")) { Detach = ["file"] }));
        await CycleAsync(world.A, b, world.C);
        Assert.Equal(CollectionPhase.Proposed, (await world.A.Mediator.Send(new CollectServerChunks())).Phase);
        await CycleAsync(world.A, b, world.C);
        await CycleAsync(world.A, b, world.C);

        var step = await world.A.Mediator.Send(new CollectServerChunks());

        Assert.Equal(CollectionPhase.Waiting, step.Phase);
        Assert.Equal((await b.SelfAsync()).Name, Assert.Single(step.WaitsFor));
    }

    // A month for everybody: what was deleted before is needed no more, and who saw a proposal has let it rest.
    private static async Task CycleAsync(params Device[] devices)
    {
        foreach (var device in devices)
        {
            device.Time.Advance(TimeSpan.FromDays(31));
        }

        foreach (var device in devices)
        {
            await device.SyncAsync();
        }
    }

    private static bool Mentions(ProxyRequest request, string remoteId) => request.Path.Contains(remoteId) || Encoding.UTF8.GetString(request.Body).Contains(remoteId);

    private static ImmutableDictionary<string, string> With(string name, string value) => ImmutableDictionary<string, string>.Empty.Add(name, value);

    private static async Task WriteAsync(Device device, string id, string type, bool shared)
    {
        var put = new PutDocument(new(id), CanonicalJson.Parse(shared ? """{"shared":true}""" : """{"shared":false}"""), null) { Type = new DocumentType(type) };
        Assert.IsType<PutOutcome.Saved>(await device.Mediator.Send(put));
    }
}
