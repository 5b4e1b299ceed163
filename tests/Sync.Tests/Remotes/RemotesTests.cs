using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Live;
using Aurix.Platform.Tests.Support;
using static Aurix.Platform.Tests.Remotes.TwoServers;

namespace Aurix.Platform.Tests.Remotes;

/// <summary>One vault, two servers: what one brings goes on to the other, and what ails one is no matter to the other.</summary>
public sealed class RemotesTests
{
    [Fact]
    public async Task Edits_a_file_a_delete_and_a_conflict_go_from_one_server_to_the_other()
    {
        await using var two = await StartAsync();
        await two.B.WriteAllAsync("from B", "gone", "both");
        await two.C.WriteAsync("from C", "4");
        var file = await two.C.AttachAsync("recording", [.. Enumerable.Repeat((byte)7, 5000)]);
        await two.SettleAsync();
        Assert.Equal(("1", "4"), (await two.C.ReadAsync("from B"), await two.B.ReadAsync("from C")));
        Assert.Equal(5000, (await two.B.FileAsync(file))!.Length);

        await two.B.WriteAsync("both", "\"from B\"");
        await two.C.WriteAsync("both", "\"from C\"");
        await two.C.Mediator.Send(new DeleteDocument(new("gone"), await two.C.RevisionAsync("gone")));
        await two.SettleAsync();

        Assert.Equal(await two.B.StateAsync(), await two.C.StateAsync());
        Assert.Equal(await two.A.StateAsync(), await two.C.StateAsync());
        Assert.True(Assert.IsType<GetOutcome.Found>(await two.B.Mediator.Send(new GetDocument(new("gone")))).Body.Deleted);
        Assert.All(two.World.Devices, device => Assert.Empty(device.QuarantineAsync().Result));
        Assert.Empty((await two.A.AlarmsAsync()).Concat(await AlarmsAsync(two.A, Backup)).Concat(await two.B.AlarmsAsync()).Concat(await two.C.AlarmsAsync()));
    }

    [Fact]
    public async Task A_server_that_is_away_does_not_hold_up_the_other()
    {
        await using var two = await StartAsync();
        await two.A.WriteAsync("note", "1");
        two.World.Proxy.CutOff();

        var rounds = await RoundsAsync(two.A);
        await Assert.ThrowsAsync<RemoteUnavailableException>(two.A.SyncAsync);
        await two.C.SyncAsync();

        Assert.Equal("1", await two.C.ReadAsync("note"));
        Assert.False(rounds.Succeeded);
        Assert.StartsWith("main: ", rounds.Summary, StringComparison.Ordinal);
        Assert.Contains("; backup: pulled 0, pushed 1", rounds.Summary, StringComparison.Ordinal);
        Assert.Null((await StatusAsync(two.A, Backup)).LastProblem);
        Assert.NotNull((await StatusAsync(two.A, RemoteName.Main)).LastProblem);
    }

    [Fact]
    public async Task Pausing_one_and_opting_out_of_it_leave_the_other_as_it_is()
    {
        await using var two = await StartAsync();
        await two.A.SyncAsync();
        await two.A.Mediator.Send(new PauseSync { Remote = Backup });
        await two.A.WriteAsync("note", "1");
        await two.A.SyncAsync();
        await two.B.SyncAsync();
        await two.C.SyncAsync();
        Assert.Equal(("1", null), (await two.B.ReadAsync("note"), await two.C.ReadAsync("note")));
        Assert.Equal([SyncState.Enabled, SyncState.Paused], (await two.A.Mediator.Send(new DescribeSync())).Remotes.Select(remote => remote.State));

        await two.A.Mediator.Send(new ResumeSync { Remote = Backup });
        await two.A.Mediator.Send(new DisableSync());
        await two.A.WriteAsync("later", "2");
        await two.A.SyncAsync();
        await two.B.SyncAsync();
        await two.C.SyncAsync();
        Assert.Equal(("1", "2", null), (await two.C.ReadAsync("note"), await two.C.ReadAsync("later"), await two.B.ReadAsync("later")));
        Assert.Equal(SyncState.Off, (await two.A.Mediator.Send(new DescribeSync())).State);

        await two.A.Mediator.Send(new DisableSync { Remote = Backup });
        Assert.Equal("RemoteUnknown", (await Assert.ThrowsAsync<UsageException>(() => two.A.Mediator.Send(new PauseSync { Remote = Backup }))).Code);
        Assert.Equal("SyncOff", (await Assert.ThrowsAsync<UsageException>(two.A.SyncAsync)).Code);
    }

    [Fact]
    public async Task Two_remotes_at_one_database_are_refused()
    {
        await using var two = await StartAsync(join: false);

        var wrong = await Assert.ThrowsAsync<UsageException>(() => EnableAsync(two.A, $"{two.World.Proxy.Address}/{World.Database}", Backup));

        Assert.Equal("RemoteDoubled", wrong.Code);
        Assert.Empty((await two.A.Mediator.Send(new DescribeSync())).Remotes);
    }

    [Fact]
    public async Task A_second_server_with_another_vault_is_refused_and_nothing_is_moved()
    {
        await using var two = await StartAsync(join: false);
        await using (var stranger = await Device.StartAsync())
        {
            await EnableAsync(stranger, two.OfficeAddress, RemoteName.Main, create: true);
        }

        await two.A.WriteAsync("note", "1");
        var before = await two.A.EverythingAsync();
        var wrong = await Assert.ThrowsAsync<VaultException>(() => EnableAsync(two.A, two.OfficeAddress, Backup));

        Assert.Equal("OtherVault", wrong.Code);
        Assert.Equal(before, await two.A.EverythingAsync());
        await two.A.SyncAsync();
        await two.B.SyncAsync();
        Assert.Equal("1", await two.B.ReadAsync("note"));
    }

    [Fact]
    public async Task An_alarm_about_one_server_stops_nothing_at_the_other()
    {
        await using var two = await StartAsync();
        await two.A.SyncAsync();
        await two.Office.RecreateAsync();
        await two.A.WriteAsync("note", "1");

        Assert.Equal("VaultMissing", (await Assert.ThrowsAsync<VaultException>(two.A.SyncAsync)).Code);
        await two.B.SyncAsync();

        Assert.Equal("1", await two.B.ReadAsync("note"));
        Assert.Equal(["VaultMissing"], await AlarmsAsync(two.A, Backup));
        Assert.Empty(await two.A.AlarmsAsync());
    }

    [Fact]
    public async Task A_device_that_starts_again_knows_both_servers()
    {
        await using var two = await StartAsync();
        await two.World.RestartAsync(0);
        await two.A.WriteAsync("note", "1");

        await two.A.SyncAsync();
        await two.B.SyncAsync();
        await two.C.SyncAsync();

        Assert.Equal(("1", "1"), (await two.B.ReadAsync("note"), await two.C.ReadAsync("note")));
    }

    [Fact]
    public async Task Both_servers_are_followed()
    {
        await using var two = await StartAsync(clock: TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var following = two.World.Devices.Select(device => device.Mediator.Send(new FollowServer(), stop.Token)).ToList();

        await two.B.WriteAsync("from B", "1");
        await LiveWorld.ShowsAsync(two.C, "from B", "1");
        await two.C.WriteAsync("from C", "2");
        await LiveWorld.ShowsAsync(two.B, "from C", "2");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(following));
    }
}
