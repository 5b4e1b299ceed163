using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A login that the server refused is not sent again before its owner acts: a CouchDB locks an account after five bad ones in five minutes.</summary>
public sealed class RefusedLoginTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task After_one_refusal_no_round_of_any_process_logs_in(int status)
    {
        await using var world = await World.StartAsync(1);
        Refuse(world, status);
        Assert.False((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);

        for (var round = 0; round < 3; round++)
        {
            var outcome = await world.A.Mediator.Send(new RunSyncRound());
            Assert.False(outcome.Succeeded);
            Assert.Contains("It is not tried again by itself", outcome.Summary, StringComparison.Ordinal);
        }

        await world.RestartAsync(0);
        Assert.False((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
        Assert.False((await world.A.Mediator.Send(new RunServerCollection())).Succeeded);
        Assert.Equal(1, world.Proxy.Count("POST", "/_session"));
    }

    [Fact]
    public async Task Commands_that_ask_the_server_do_not_send_it_either()
    {
        await using var world = await World.StartAsync(1);
        Refuse(world, 401);
        await world.A.Mediator.Send(new RunSyncRound());

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => world.A.Mediator.Send(new ReportLeaks()));

        Assert.Equal("LoginRefused", refused.Code);
        Assert.Contains("aurix sync login", refused.NextStep, StringComparison.Ordinal);
        Assert.Equal(1, world.Proxy.Count("POST", "/_session"));
    }

    [Fact]
    public async Task The_status_tells_of_it_until_the_login_is_taken()
    {
        await using var world = await World.StartAsync(1);
        Assert.Null((await world.A.Mediator.Send(new DescribeSync())).LoginRefused);
        var before = world.A.Time.GetUtcNow();
        Refuse(world, 401);
        await world.A.Mediator.Send(new RunSyncRound());

        Assert.InRange((await world.A.Mediator.Send(new DescribeSync())).LoginRefused!.Value, before, world.A.Time.GetUtcNow());
        world.Proxy.BeHonest();
        await world.A.SyncAsync();

        Assert.Null((await world.A.Mediator.Send(new DescribeSync())).LoginRefused);
    }

    [Fact]
    public async Task An_owner_who_syncs_by_hand_has_it_tried_once()
    {
        await using var world = await World.StartAsync(1);
        Refuse(world, 401);
        await world.A.Mediator.Send(new RunSyncRound());

        await Assert.ThrowsAsync<RemoteRefusedException>(world.A.SyncAsync);
        await world.A.Mediator.Send(new RunSyncRound());

        Assert.Equal(2, world.Proxy.Count("POST", "/_session"));
    }

    [Fact]
    public async Task Signing_in_with_the_new_password_lets_rounds_go_on()
    {
        await using var world = await World.StartAsync();
        await world.B.ChangePasswordAsync(World.Password, "another horse battery staple");
        await world.A.Mediator.Send(new RunSyncRound());

        await world.A.SignInAsync("another horse battery staple");

        Assert.True((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
    }

    [Fact]
    public async Task Opting_out_and_in_again_forgets_it()
    {
        await using var world = await World.StartAsync(1);
        Refuse(world, 401);
        await world.A.Mediator.Send(new RunSyncRound());
        world.Proxy.BeHonest();

        await world.A.Mediator.Send(new DisableSync());
        await world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}");

        Assert.True((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
    }

    [Fact]
    public async Task A_password_mistyped_while_opting_in_again_leaves_rounds_of_the_kept_login_alone()
    {
        await using var world = await World.StartAsync(1);

        await Assert.ThrowsAsync<RemoteRefusedException>(() => world.A.SignInAsync("a password that is none"));

        Assert.True((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
    }

    [Fact]
    public async Task Requests_that_were_under_way_together_do_not_each_try_a_refused_login()
    {
        await using var world = await World.StartAsync(1);
        await world.A.AttachAsync("recording", new byte[5_000_000]);
        using var two = new CountdownEvent(2);
        world.Proxy.Before = request =>
        {
            if (!request.Is("PUT", "-blob/"))
            {
                return request.Is("POST", "/_session") && two.IsSet ? ProxyAnswer.Error(401, "unauthorized") : null;
            }

            _ = two.IsSet || two.Signal();
            two.Wait(TimeSpan.FromSeconds(30)); // for the other lane; without one the test fails below
            return ProxyAnswer.Error(401, "unauthorized");
        };

        await Assert.ThrowsAsync<RemoteRefusedException>(world.A.SyncAsync);

        Assert.True(world.Proxy.Count("PUT", "-blob/") > 1);
        Assert.Equal(2, world.Proxy.Count("POST", "/_session"));
    }

    [Fact]
    public async Task What_says_that_it_was_refused_may_be_damaged_and_still_says_it()
    {
        await using var world = await World.StartAsync(1);
        await File.WriteAllTextAsync(Path.Combine(world.A.Disk, "sync", "login-refused.json"), "{");

        Assert.False((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);

        Assert.Empty(world.Proxy.Requests);
    }

    private static void Refuse(World world, int status) => world.Proxy.Before = request => request.Is("POST", "/_session") ? ProxyAnswer.Error(status, "refused") : null;
}
