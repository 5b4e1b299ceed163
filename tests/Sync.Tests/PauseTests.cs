using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Between signing in and saying yes, and while sync is paused, nothing is sent or asked.</summary>
public sealed class PauseTests
{
    [Fact]
    public async Task Signing_in_alone_lets_nothing_out_until_its_owner_says_yes()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());
        await SignInOnlyAsync(world);
        world.Proxy.BeHonest();

        Assert.Equal("SyncUnconfirmed", (await Assert.ThrowsAsync<UsageException>(world.A.SyncAsync)).Code);
        Assert.True((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
        Assert.Empty(world.Proxy.Requests);
        Assert.Equal((SyncState.SignedIn, false), await StateAsync(world.A));

        Assert.True(await world.A.Mediator.Send(new ConfirmSync()));
        Assert.False(await world.A.Mediator.Send(new ConfirmSync()));
        await world.A.SyncAsync();
        Assert.Equal((SyncState.Enabled, true), await StateAsync(world.A));
    }

    [Fact]
    public async Task What_will_leave_is_counted_without_asking_anybody()
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAllAsync("one", "two");
        await world.A.AttachAsync("letter", [1, 2, 3]);
        await world.A.Mediator.Send(new Storage.DeleteDocument(new("two"), await world.A.RevisionAsync("two")));

        var preview = await world.A.Mediator.Send(new PreviewSync());

        Assert.Equal((2, 1, 1, 3), (preview.Documents, preview.DeletedDocuments, preview.Files, preview.FileBytes));
        Assert.Equal(($"{world.Proxy.Address}/{World.Database}", World.User), (preview.Address, preview.User));
        Assert.NotEmpty(preview.ServerStores);
        Assert.Equal((await world.A.Mediator.Send(new ReportLeaks())).ByWatching, preview.ServerInfers);
        Assert.Empty(world.Proxy.Requests.TakeWhile(request => request.Path != "/"));
    }

    [Fact]
    public async Task While_it_is_paused_nothing_is_sent_or_asked_also_after_a_restart()
    {
        await using var world = await World.StartAsync(1);
        Assert.True(await world.A.Mediator.Send(new PauseSync()));
        Assert.False(await world.A.Mediator.Send(new PauseSync()));

        await world.RestartAsync(0);

        Assert.True((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
        Assert.True((await world.A.Mediator.Send(new RunServerCollection())).Succeeded);
        Assert.True((await world.A.Mediator.Send(new RunRetirement())).Succeeded);
        Assert.Equal("SyncPaused", (await Assert.ThrowsAsync<UsageException>(world.A.SyncAsync)).Code);
        Assert.Equal("SyncPaused", (await Assert.ThrowsAsync<UsageException>(() => world.A.Mediator.Send(new ReportLeaks()))).Code);
        Assert.Equal("SyncPaused", (await Assert.ThrowsAsync<UsageException>(() => world.A.SignInAsync(World.Password))).Code);
        Assert.Empty(world.Proxy.Requests);
        Assert.Equal((SyncState.Paused, true), await StateAsync(world.A));
    }

    [Fact]
    public async Task After_a_pause_it_goes_on_where_it_was()
    {
        await using var world = await World.SharedAsync();
        await world.A.Mediator.Send(new PauseSync());
        await world.A.WriteAsync("one", "7");

        Assert.True(await world.A.Mediator.Send(new ResumeSync()));
        Assert.False(await world.A.Mediator.Send(new ResumeSync()));
        var report = await world.A.SyncAsync();

        Assert.Equal(1, report.DocumentsPushed);
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("off")]
    public async Task What_another_process_says_ends_a_round_before_its_next_request(string word)
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        await using var other = await Device.StartAsync(world.A.Disk);
        world.Proxy.After = (request, answer) =>
        {
            if (request.Is("GET", "/_changes"))
            {
                (word == "paused" ? other.Mediator.Send(new PauseSync()) : other.Mediator.Send(new DisableSync())).GetAwaiter().GetResult();
            }

            return answer;
        };

        Assert.True((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);

        Assert.True(world.Proxy.Requests.Last().Is("GET", "/_changes"));
        Assert.Null((await world.A.Mediator.Send(new DescribeSync())).LastProblem);
    }

    [Fact]
    public async Task A_pause_while_its_own_round_runs_ends_that_round()
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        Task<bool>? pausing = null;
        world.Proxy.After = (request, answer) =>
        {
            pausing ??= request.Is("GET", "/_changes") ? world.A.Mediator.Send(new PauseSync()) : null;
            return answer;
        };

        Assert.Equal("SyncPaused", (await Assert.ThrowsAsync<UsageException>(world.A.SyncAsync)).Code);

        Assert.True(await pausing!);
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs"));
    }

    [Fact]
    public async Task A_state_that_this_build_does_not_know_is_no_permission()
    {
        await using var world = await World.StartAsync(1);
        await File.WriteAllTextAsync(world.A.AccountPath, (await File.ReadAllTextAsync(world.A.AccountPath)).Replace("\"Enabled\"", "\"Dreaming\"", StringComparison.Ordinal));

        Assert.Equal("AccountDamaged", (await Assert.ThrowsAsync<StoreException>(world.A.SyncAsync)).Code);

        Assert.Empty(world.Proxy.Requests);
    }

    [Fact]
    public async Task An_account_of_an_older_build_counts_as_enabled()
    {
        await using var world = await World.StartAsync(1);
        await File.WriteAllTextAsync(world.A.AccountPath, (await File.ReadAllTextAsync(world.A.AccountPath)).Replace(",\"state\":\"Enabled\"", "", StringComparison.Ordinal));

        await world.A.SyncAsync();

        Assert.Equal((SyncState.Enabled, true), await StateAsync(world.A));
    }

    private static async Task SignInOnlyAsync(World world)
    {
        using var password = Secret.FromCharacters(World.Password);
        await world.A.Mediator.Send(new EnableSync($"{world.Proxy.Address}/{World.Database}", World.User, password, CreateVault: false) { AskFirst = true });
    }

    private static async Task<(SyncState, bool)> StateAsync(Device device)
    {
        var status = await device.Mediator.Send(new DescribeSync());
        return (status.State, status.Enabled);
    }
}
