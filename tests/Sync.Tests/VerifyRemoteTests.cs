using System.Buffers.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>The audit of a server names what is not ours, what does not open and what is lacking, and takes nothing in.</summary>
public sealed class VerifyRemoteTests
{
    [Fact]
    public async Task An_honest_server_has_everything_and_nothing_else()
    {
        await using var world = await World.SharedAsync();
        await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.WriteAsync("one", "2");
        await world.B.WriteAsync("one", "3");
        await world.A.SyncAsync();
        await world.B.SyncAsync(); // a conflict, settled: parks among the leaves
        var before = await world.B.EverythingAsync();

        var found = await world.B.Mediator.Send(new VerifyRemote { Files = true });

        Assert.Empty(found.Findings);
        Assert.Equal((3, 1, 1, 0, 0), (found.Documents, found.Files, found.Chunks, found.FindingCount, found.Healed));
        Assert.True(found.Leaves > 3);
        Assert.Equal(before, await world.B.EverythingAsync());
    }

    [Fact]
    public async Task Strangers_forged_deletes_and_what_does_not_open_are_named()
    {
        await using var world = await World.SharedAsync();
        var one = await world.A.RemoteIdAsync("one");
        await world.Server.GraftAsync($$"""{"_id":"note","_rev":"{{World.MadeUpRevision}}","text":"hello"}""");
        await world.Server.GraftAsync($$"""{"_id":"{{World.Stranger}}","_rev":"{{World.MadeUpRevision}}","e":"AAAA"}""");
        await world.Server.GraftAsync($$"""{"_id":"{{one}}","_rev":"{{World.MadeUpRevision}}","_deleted":true}""");
        await world.Server.SendAsync(HttpMethod.Put, $"{World.Database}-blob/guest", "{}");

        var found = await world.B.Mediator.Send(new VerifyRemote());

        Assert.Equal(
            [("EnvelopeMalformed", World.Stranger, null), ("ForgedDelete", one, "one"), ("PlaintextInjected", "guest", null), ("PlaintextInjected", "note", null)],
            found.Findings.Select(finding => (finding.Code, finding.RemoteId, finding.Document?.Value)).Order());
        Assert.Empty(await world.B.QuarantineAsync()); // an audit sets nothing aside
    }

    [Fact]
    public async Task A_leaf_that_the_server_lacks_is_named_and_sent_again_when_asked()
    {
        await using var world = await World.SharedAsync();
        await world.Server.SendAsync(HttpMethod.Delete, $"{World.Database}/{await world.A.RemoteIdAsync("two")}?rev={await world.A.RevisionAsync("two")}");
        await world.B.WriteAsync("new", "3"); // not sent yet
        var id = await world.B.RemoteIdAsync("new");

        var found = await world.B.Mediator.Send(new VerifyRemote());
        Assert.Contains(("LeafMissing", id, "new"), found.Findings.Select(finding => (finding.Code, finding.RemoteId, finding.Document?.Value)));

        var healed = await world.B.Mediator.Send(new VerifyRemote { Heal = true });
        Assert.True(healed.Healed >= 1);
        await world.A.SyncAsync();
        Assert.Equal("3", await world.A.ReadAsync("new"));
        Assert.Equal("2", await world.A.ReadAsync("two"));
        Assert.DoesNotContain("LeafMissing", (await world.B.Mediator.Send(new VerifyRemote())).Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task T28_A_leaf_that_the_server_altered_in_its_place_is_said_again()
    {
        await using var world = await World.SharedAsync();
        var id = await world.B.RemoteIdAsync("one");
        var leaf = await world.B.RevisionAsync("one");
        world.Proxy.After = (request, answer) => !request.Is("POST", "/_bulk_get") ? answer : answer.EditRevisions(found =>
        {
            if ((string)found["_rev"]! == leaf.ToString())
            {
                found["_deleted"] = true;
            }
        });

        var found = await world.B.Mediator.Send(new VerifyRemote { Heal = true });

        Assert.Equal(["KindMismatch", "LeafMissing"], found.Findings.Select(finding => finding.Code));
        Assert.Equal(1, found.Healed);
        Assert.Equal((2, "1"), ((await world.B.RevisionAsync("one")).Generation, await world.B.ReadAsync("one")));
        Assert.Equal((await world.B.RevisionAsync("one")).ToString(), (string?)(await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{id}"))["_rev"]);
    }

    [Fact]
    public async Task A_vault_document_that_is_gone_or_altered_is_a_finding()
    {
        await using var world = await World.SharedAsync();
        world.Proxy.Before = request => request.Is("GET", "/aurix-vault") ? ProxyAnswer.Error(404, "not_found") : null;
        Assert.Equal(["VaultMissing"], (await world.B.Mediator.Send(new VerifyRemote())).Findings.Select(finding => finding.Code));

        world.Proxy.Before = request => request.Is("GET", "/aurix-vault") ? ProxyAnswer.Text(200, "{}") : null;
        Assert.Equal(["VaultMalformed"], (await world.B.Mediator.Send(new VerifyRemote())).Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task Without_opting_in_there_is_nothing_to_audit()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());

        Assert.Equal("SyncOff", (await Assert.ThrowsAsync<UsageException>(() => world.A.Mediator.Send(new VerifyRemote()))).Code);
        Assert.Equal("SyncOff", (await Assert.ThrowsAsync<UsageException>(() => world.A.Mediator.Send(new ReportLeaks()))).Code);
        Assert.Equal("SyncOff", (await Assert.ThrowsAsync<UsageException>(() => world.A.Mediator.Send(new RetryQuarantined([])))).Code);
    }
}
