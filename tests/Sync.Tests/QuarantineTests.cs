using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>What was set aside has a number, is tried again, settles by itself, and is never let in unopened.</summary>
public sealed class QuarantineTests
{
    [Fact]
    public async Task An_entry_keeps_its_number_and_says_when_how_often_and_of_what()
    {
        await using var world = await World.SharedAsync();
        await world.Server.GraftAsync($$"""{"_id":"{{World.Stranger}}","_rev":"{{World.MadeUpRevision}}","e":"AAAA"}""");
        await world.B.SyncAsync();
        var first = Assert.Single(await world.B.Mediator.Send(new ListQuarantine(10)));
        world.B.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new RetryOutcome(1, 0), await world.B.Mediator.Send(new RetryQuarantined([first.Number])));

        var again = await world.B.Mediator.Send(new FindQuarantined(first.Number));
        Assert.Equal((1, 2), (first.Times, again!.Times));
        Assert.Equal(first.FirstSeen, again.FirstSeen);
        Assert.InRange(again.LastSeen - again.FirstSeen, TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61));
        Assert.Equal("63c1dd951ffedf6f7fd968ad4efa39b8ed584f162f46e715114ee184f8de9201", again.What.RawHash); // of AAAA
        Assert.Null(again.Document);
        Assert.Equal(1, await world.B.Mediator.Send(new ForgetQuarantined([first.Number])));
        Assert.Null(await world.B.Mediator.Send(new FindQuarantined(first.Number)));
        await world.B.Mediator.Send(new QuarantineRemote([again.What]));
        Assert.True(Assert.Single(await world.B.Mediator.Send(new ListQuarantine(10))).Number > first.Number);
    }

    [Fact]
    public async Task A_revision_that_was_not_given_is_fetched_when_it_is_tried_again()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        await world.A.SyncAsync();
        world.Proxy.Before = request => request.Is("POST", "/_bulk_get") ? ProxyAnswer.Text(200, """{"results":[]}""") : null;
        await world.B.SyncAsync();
        var entry = Assert.Single(await world.B.Mediator.Send(new ListQuarantine(10)));
        Assert.Equal(("RevisionMissing", new DocumentId("one")), (entry.What.Code, entry.Document));
        world.Proxy.BeHonest();

        Assert.Equal(new RetryOutcome(1, 1), await world.B.Mediator.Send(new RetryQuarantined([entry.Number])));

        Assert.Equal("2", await world.B.ReadAsync("one"));
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Fact]
    public async Task What_the_server_would_not_take_is_offered_again_and_settles_when_it_takes_it()
    {
        await using var world = await World.SharedAsync();
        await world.A.WriteAsync("one", "2");
        world.Proxy.Before = request => request.Is("POST", "/_bulk_docs") ? ProxyAnswer.Error(413, "too_large") : null;
        await world.A.SyncAsync();
        Assert.Equal(["PushRefused"], await world.A.RefusalsAsync());
        Assert.Equal(new RetryOutcome(1, 0), await world.A.Mediator.Send(new RetryQuarantined([])));
        world.Proxy.BeHonest();

        Assert.Equal(new RetryOutcome(1, 1), await world.A.Mediator.Send(new RetryQuarantined([])));

        await world.B.SyncAsync();
        Assert.Equal("2", await world.B.ReadAsync("one"));
    }

    [Fact]
    public async Task A_strangers_document_settles_once_it_is_gone()
    {
        await using var world = await World.SharedAsync();
        await world.Server.GraftAsync($$"""{"_id":"note","_rev":"{{World.MadeUpRevision}}","text":"hello"}""");
        await world.B.SyncAsync();
        Assert.Equal(new RetryOutcome(1, 0), await world.B.Mediator.Send(new RetryQuarantined([])));
        await world.Server.SendAsync(HttpMethod.Delete, $"{World.Database}/note?rev={World.MadeUpRevision}");

        Assert.Equal(new RetryOutcome(1, 1), await world.B.Mediator.Send(new RetryQuarantined([])));
    }

    [Fact]
    public async Task A_chunk_that_was_missing_settles_when_it_has_come()
    {
        await using var world = await World.StartAsync();
        var blob = await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.SyncAsync();
        world.Proxy.Before = request => request.Is("GET", "-blob/c") ? ProxyAnswer.Error(404, "not_found") : null;
        await world.B.SyncAsync();
        Assert.Equal(["ChunkMissing"], await world.B.RefusalsAsync());
        world.Proxy.BeHonest();

        await world.B.Mediator.Send(new RetryQuarantined([]));

        Assert.Equal([1, 2, 3], await world.B.FileAsync(blob));
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Fact]
    public async Task Nothing_is_released_for_any_reason_but_lateness()
    {
        await using var world = await World.SharedAsync();
        var before = await world.B.EverythingAsync();
        string[] codes = ["PlaintextInjected", "ForgedDelete", "EnvelopeMalformed", "VersionUnsupported", "KindMismatch", "EpochUnknown", "AuthFailed", "SivMismatch", "RevMismatch", "RevisionMissing", "ChunkInvalid", "PushRefused"];
        await world.B.Mediator.Send(new QuarantineRemote([.. codes.Select(code => new QuarantineEntry("server", World.Stranger, World.MadeUpRevision, code, "Refused."))]));
        world.Proxy.BeHonest();

        foreach (var entry in await world.B.Mediator.Send(new ListQuarantine(100)))
        {
            var refused = await Assert.ThrowsAsync<UsageException>(() => world.B.Mediator.Send(new ReleaseQuarantined(entry.Number)));
            Assert.Equal("NotReleasable", refused.Code);
        }

        Assert.Equal(ReleaseOutcome.Missing, await world.B.Mediator.Send(new ReleaseQuarantined(77)));
        Assert.Empty(world.Proxy.Requests);
        Assert.Equal(before, await world.B.EverythingAsync());
        Assert.Equal(12, await world.B.Mediator.Send(new CountQuarantine()));
    }
}
