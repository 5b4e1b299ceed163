using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A device is lost and the keys are replaced: the others lose nothing, and what the lost one says is heard by nobody.</summary>
public sealed class RotationTests
{
    private const string New = "lantern orbit velvet quarry maple";

    [Fact]
    public async Task Other_devices_sign_in_again_and_lose_nothing_that_they_wrote_before_they_knew()
    {
        await using var world = await SharedAsync(2);
        await world.B.WriteAsync("shared", "\"edited on B, offline\"");
        await world.B.WriteAsync("only on B", "1");
        var file = await world.B.AttachAsync("recording on B", [.. Enumerable.Repeat((byte)7, 5000)]);

        await RotateAsync(world.A);
        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(world.B.SyncAsync);
        Assert.Equal("LoginRefused", refused.Code);
        await world.B.SignInAsync(New);
        Assert.Equal(2, (await world.B.Mediator.Send(new DescribeVault()))!.Epoch);
        await world.B.SyncAsync();
        await world.A.SyncAsync();
        await world.B.SyncAsync();

        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Equal("\"edited on B, offline\"", await world.A.ReadAsync("shared"));
        Assert.Equal("1", await world.A.ReadAsync("only on B"));
        Assert.Equal(5000, (await world.A.FileAsync(file))!.Length);
        Assert.Empty(await world.A.QuarantineAsync());
        Assert.Empty(await world.B.QuarantineAsync());
    }

    [Fact]
    public async Task T46_What_the_lost_device_writes_with_a_server_that_helps_it_is_refused_and_named()
    {
        await using var world = await SharedAsync(3);
        var (a, b, lost) = (world.A, world.B, world.Devices[2]);
        await lost.SyncAsync();
        await RotateAsync(a);
        await b.SignInAsync(New);
        await lost.WriteAsync("shared", "\"said by a thief\"");
        await lost.WriteAsync("new", "\"said by a thief\"");
        await HelpAsync(world, lost, "shared", "new");
        var before = await b.ReadAsync("shared");

        await a.SyncAsync();
        await b.SyncAsync();

        foreach (var device in (Device[])[a, b])
        {
            Assert.Equal(["EpochClosed", "EpochClosed"], await device.RefusalsAsync());
            Assert.Equal(before, await device.ReadAsync("shared"));
            Assert.Null(await device.ReadAsync("new"));
        }

        // The others go on, and what the lost device can open is what was written before.
        await a.WriteAsync("shared", "\"after\"");
        await a.SyncAsync();
        await b.SyncAsync();
        Assert.Equal("\"after\"", await b.ReadAsync("shared"));
        Assert.Equal("EpochUnknown", await OpenAsync(world, lost, "shared"));
    }

    [Fact]
    public async Task T46_What_its_owner_knows_is_released_and_reaches_every_device_under_the_new_keys()
    {
        await using var world = await SharedAsync(3);
        var (a, b, late) = (world.A, world.B, world.Devices[2]);
        await RotateAsync(a);
        await b.SignInAsync(New);
        await late.WriteAsync("new", "\"mine, from the old phone\"");
        await HelpAsync(world, late, "new");
        await a.SyncAsync();
        await b.SyncAsync();
        var entry = Assert.Single(await a.Mediator.Send(new ListQuarantine(10)));

        Assert.Equal(ReleaseOutcome.Released, await a.Mediator.Send(new ReleaseQuarantined(entry.Number)));
        await a.SyncAsync();
        await b.SyncAsync();

        Assert.Equal("\"mine, from the old phone\"", await b.ReadAsync("new"));
        Assert.Equal(await a.StateAsync(), await b.StateAsync());
        Assert.Empty(await a.QuarantineAsync());
        Assert.Empty(await b.QuarantineAsync());
    }

    [Fact]
    public async Task A_new_device_gets_what_was_accepted_before_and_after()
    {
        await using var world = await SharedAsync(1);
        await RotateAsync(world.A);
        await world.A.WriteAsync("later", "1");
        await world.A.SyncAsync();

        await using var fresh = await Device.StartAsync();
        (await fresh.EnableAsync($"{world.Proxy.Address}/{World.Database}", New)).RecoveryCode?.Dispose();
        await fresh.SyncAsync();

        Assert.Equal(await world.A.StateAsync(), await fresh.StateAsync());
        Assert.Empty(await fresh.QuarantineAsync());
    }

    [Fact]
    public async Task A_server_without_the_closing_list_is_told_so_and_nothing_is_judged()
    {
        await using var world = await SharedAsync(2);
        await RotateAsync(world.A);
        await world.B.SignInAsync(New);
        world.Proxy.Before = request => request.Is("GET", $"/{World.Database}-blob/") ? ProxyAnswer.Error(404, "not_found") : null;

        var missing = await Assert.ThrowsAsync<VaultException>(world.B.SyncAsync);

        Assert.Equal("ClosedEpochsMissing", missing.Code);
        Assert.Empty(await world.B.QuarantineAsync());
        world.Proxy.BeHonest();
        await world.B.SyncAsync();
        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
    }

    [Fact]
    public async Task Documents_come_under_the_new_keys_little_by_little_the_same_on_every_device()
    {
        await using var world = await SharedAsync(2);
        await RotateAsync(world.A);
        await world.B.SignInAsync(New);
        await world.B.SyncAsync();
        Assert.Equal(3, (await world.A.Mediator.Send(new DescribeReseal())).Left);

        Assert.Equal("sealed 3 anew, 3 documents left to look at", (await world.A.Mediator.Send(new ResealDocuments())).Summary);
        await world.B.Mediator.Send(new ResealDocuments());

        Assert.Equal(await world.A.StateAsync(), await world.B.StateAsync());
        Assert.Equal(3, (await world.A.SyncAsync()).DocumentsPushed);
        Assert.Equal(0, (await world.B.SyncAsync()).DocumentsPushed);
        await world.A.Mediator.Send(new ResealDocuments());
        Assert.Equal(new ResealStatus(2, IsNeeded: true, Left: 0), await world.A.Mediator.Send(new DescribeReseal()));
        Assert.Equal("nothing to seal anew", (await world.A.Mediator.Send(new ResealDocuments())).Summary);
        Assert.All(await EpochsAsync(world), epoch => Assert.Equal(2, epoch));
        Assert.Equal("2", await world.B.ReadAsync("b"));
    }

    [Fact]
    public async Task What_a_server_lost_of_the_old_epoch_is_sent_again_as_it_was()
    {
        await using var world = await SharedAsync(1);
        var revision = await world.A.RevisionAsync("a");
        await RotateAsync(world.A);
        var vault = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/aurix-vault");
        vault.AsObject().Remove("_rev");
        await world.Server.RecreateAsync();
        await world.Server.SendAsync(HttpMethod.Put, $"{World.Database}/aurix-vault", vault.ToJsonString());

        await world.A.SyncAsync();
        await world.A.Mediator.Send(new AcceptAlarm("HeadRollback", null)); // HeadRollback: the server lost this device's head as well
        await world.A.SyncAsync();

        var held = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{await world.A.RemoteIdAsync("a")}");
        Assert.Equal(revision.ToString(), (string?)held["_rev"]);
    }

    [Fact]
    public async Task Cut_off_after_any_request_a_password_works_and_nothing_is_lost()
    {
        for (var last = 0; ; last++)
        {
            await using var world = await SharedAsync(2);
            var requests = 0;
            world.Proxy.Before = _ => Interlocked.Increment(ref requests) > last ? ProxyAnswer.Dropped : null;
            var done = await DoneAsync(() => RotateAsync(world.A));
            world.Proxy.BeHonest();
            if (done)
            {
                Assert.True(last > 15, $"only {last} requests");
                return;
            }

            var a = await world.RestartAsync(0);
            var password = await DoneAsync(() => a.SignInAsync(World.Password)) ? World.Password : New;
            await a.SignInAsync(password);
            await world.B.SignInAsync(password);
            await a.SyncAsync();
            await world.B.WriteAsync("late", $"{last}");
            await world.B.SyncAsync();
            await a.SyncAsync();
            Assert.Equal($"{last}", await a.ReadAsync("late"));
            Assert.Equal(await a.StateAsync(), await world.B.StateAsync());
        }
    }

    [Fact]
    public async Task Of_two_devices_that_replace_the_keys_at_once_one_wins_and_the_other_signs_in()
    {
        await using var world = await SharedAsync(2);
        var interfered = 0;
        world.Proxy.Before = request =>
        {
            // Just before A's deciding write, B has gone all the way.
            if (request.Is("PUT", $"/{World.Database}-blob/") && Interlocked.Exchange(ref interfered, 1) == 0)
            {
                world.B.SignInAsync(New).GetAwaiter().GetResult();
                RotateAsync(world.B, "quarry maple lantern orbit velvet", New).GetAwaiter().GetResult();
            }

            return null;
        };

        var lost = await Assert.ThrowsAnyAsync<AurixException>(() => RotateAsync(world.A));

        Assert.Contains(lost.Code, (string[])["VaultRotated", "LoginRefused"]);
        await world.A.SignInAsync("quarry maple lantern orbit velvet");
        await world.A.WriteAsync("a", "11");
        await world.A.SyncAsync();
        await world.B.SyncAsync();
        Assert.Equal("11", await world.B.ReadAsync("a"));
        Assert.Equal(2, (await world.A.Mediator.Send(new DescribeVault()))!.Epoch);
    }

    [Fact]
    public async Task The_same_password_again_is_refused()
    {
        await using var world = await World.StartAsync(1);

        var wrong = await Assert.ThrowsAsync<UsageException>(() => RotateAsync(world.A, World.Password));

        Assert.Equal("PasswordSame", wrong.Code);
    }

    private static async Task<World> SharedAsync(int devices)
    {
        var world = await World.StartAsync(devices);
        await world.A.WriteAsync("a", "1");
        await world.A.WriteAsync("b", "2");
        await world.A.WriteAsync("shared", "\"before\"");
        foreach (var device in world.Devices)
        {
            await device.SyncAsync();
        }

        return world;
    }

    private static async Task RotateAsync(Device device, string password = New, string before = World.Password)
    {
        using var present = Secret.FromCharacters(before);
        using var next = Secret.FromCharacters(password);
        var outcome = await device.Mediator.Send(new RotateVault(present, next));
        outcome.RecoveryCode.Dispose();
    }

    private static async Task<bool> DoneAsync(Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (AurixException)
        {
            return false;
        }
    }

    /// <summary>The server takes what the lost device could never send itself.</summary>
    private static async Task HelpAsync(World world, Device lost, params string[] ids)
    {
        foreach (var id in ids)
        {
            var leaf = (await lost.Mediator.Send(new ReadRevisions(DatabaseName.Vault, [new WantedRevision(new(id), null)], 10)))[0];
            var draft = new RevisionDraft(leaf.Id, leaf.Revision.Generation, leaf.Path.Parent?.Hash ?? RevisionHash.None, leaf.IsTombstone, leaf.Body!.Utf8);
            var made = (await lost.Mediator.Send(new SealDocuments([draft])))[0];
            var revisions = new JsonObject { ["start"] = leaf.Path.Start, ["ids"] = new JsonArray([.. leaf.Path.Hashes.Select(hash => JsonValue.Create(hash.ToString()))]) };
            await world.Server.GraftAsync(new JsonObject { ["_id"] = made.RemoteId, ["_rev"] = made.Revision.ToString(), ["_revisions"] = revisions, ["e"] = made.Envelope }.ToJsonString());
        }
    }

    private static async Task<string> OpenAsync(World world, Device device, string id)
    {
        var remote = await world.A.RemoteIdAsync(id);
        var held = await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/{remote}?rev={await world.A.RevisionAsync(id)}");
        var received = new ReceivedDocument(remote, (string)held["_rev"]!, IsTombstone: false, (string)held["e"]!, []);
        return Assert.IsType<OpenOutcome.Rejected>((await device.Mediator.Send(new OpenDocuments([received])))[0]).Code;
    }

    private static async Task<int[]> EpochsAsync(World world)
    {
        var rows = (await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/_all_docs?include_docs=true"))["rows"]!.AsArray();
        return [.. rows.Select(row => row!["doc"]!).Where(document => ((string)document["_id"]!).StartsWith('d')).Select(document => (int)System.Buffers.Text.Base64Url.DecodeFromChars((string)document["e"]!)[4])];
    }
}
