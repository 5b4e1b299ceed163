using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Name and password, or a token, with each request: kept with the keys, refused once and not sent again.</summary>
public sealed class LoginWaysTests
{
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGV4In0.c2lnbmF0dXJl";

    [Fact]
    public async Task With_name_and_password_each_time_no_session_is_made()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());
        await world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}", new ServerConnection { Auth = ServerAuth.Basic });
        await world.A.WriteAsync("note", "1");
        await world.RestartAsync(0);

        var report = await world.A.SyncAsync();

        Assert.Equal(1, report.DocumentsPushed);
        Assert.Equal(0, world.Proxy.Count("POST", "/_session"));
        Assert.All(world.Proxy.Requests.Where(request => request.Path != "/"), request => Assert.StartsWith("Basic ", request.Authorization, StringComparison.Ordinal));
        Assert.All(world.Proxy.Requests.Where(request => request.Path == "/"), request => Assert.Empty(request.Authorization)); // nobody knows yet who is there
    }

    [Theory]
    [InlineData(ServerAuth.Basic)]
    [InlineData(ServerAuth.Bearer)]
    public async Task A_refusal_ends_it_at_once_and_for_every_process(ServerAuth auth)
    {
        await using var world = await WithAsync(auth);
        await world.A.WriteAsync("note", "1");
        world.Proxy.Before = request => request.Authorization.Length > 0 ? ProxyAnswer.Error(401, "unauthorized") : null;

        Assert.False((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
        await world.RestartAsync(0);
        Assert.False((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);

        Assert.Single(world.Proxy.Requests, request => request.Authorization.Length > 0);
        Assert.NotNull((await world.A.Mediator.Send(new DescribeSync())).LoginRefused);
    }

    [Fact]
    public async Task A_token_lets_in_and_lies_with_the_keys_only()
    {
        await using var world = await WithAsync(ServerAuth.Bearer);
        await world.A.WriteAsync("note", "1");

        await world.A.SyncAsync();

        Assert.True(world.Proxy.Requests.Count(request => request.Authorization == "Bearer " + Token) > 3);
        Assert.Equal(0, world.Proxy.Count("POST", "/_session"));
        Assert.DoesNotContain(Token, await File.ReadAllTextAsync(world.A.AccountPath), StringComparison.Ordinal);
        using var kept = await world.A.Mediator.Send(new RecallLogin());
        Assert.Equal(Token, kept!.Token!.Reveal());
    }

    [Fact]
    public async Task A_token_that_has_run_out_is_replaced_by_signing_in()
    {
        const string next = "bmV4dA.bmV4dA.bmV4dA";
        await using var world = await WithAsync(ServerAuth.Bearer);
        world.Proxy.Before = request => request.Authorization == "Bearer " + Token ? ProxyAnswer.Error(401, "expired") : null;
        await Assert.ThrowsAsync<RemoteRefusedException>(world.A.SyncAsync);

        using (var password = Secret.FromCharacters(World.Password))
        using (var token = Secret.FromCharacters(next))
        {
            await world.A.Mediator.Send(new SignIn(password) { Token = token });
        }

        Assert.True((await world.A.Mediator.Send(new RunSyncRound())).Succeeded);
    }

    [Fact]
    public async Task A_password_changes_without_telling_a_server_that_takes_tokens()
    {
        await using var world = await WithAsync(ServerAuth.Bearer);

        await world.A.ChangePasswordAsync(World.Password, "another horse battery staple");
        await world.A.SyncAsync();
        await world.A.SignInAsync("another horse battery staple");

        Assert.Equal(0, world.Proxy.Count("PUT", "/_users/"));
        await Assert.ThrowsAsync<VaultException>(() => world.A.SignInAsync(World.Password));
    }

    [Fact]
    public async Task A_server_that_lets_a_header_pass_as_nobodys_has_refused_it()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());
        world.Proxy.Exchange = _ => "";

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}", new ServerConnection { Auth = ServerAuth.Bearer }, Token));

        Assert.Equal("LoginRefused", refused.Code);
    }

    [Fact]
    public async Task What_cannot_be_a_token_is_not_kept()
    {
        await using var world = await World.StartAsync(1);
        using var login = (await world.A.Mediator.Send(new RecallLogin()))!.ServerPassword;
        using var token = Secret.FromCharacters("Bearer \"x\"");

        var refused = await Assert.ThrowsAsync<UsageException>(() => world.A.Mediator.Send(new KeepLogin(World.User, World.Database, login) { Token = token }));

        Assert.Equal("LoginInvalid", refused.Code);
    }

    // Opted in by that way. Our own server knows no tokens, so what stands before it takes them and shows the password in their place.
    private static async Task<World> WithAsync(ServerAuth auth)
    {
        var world = await World.StartAsync(1);
        using (var kept = await world.A.Mediator.Send(new RecallLogin()))
        {
            var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{World.User}:{kept!.ServerPassword.Reveal()}"));
            world.Proxy.Exchange = header => header.StartsWith("Bearer ", StringComparison.Ordinal) ? basic : header;
        }

        await world.A.Mediator.Send(new DisableSync());
        await world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}", new ServerConnection { Auth = auth }, auth == ServerAuth.Bearer ? Token : null);
        world.Proxy.Requests.Clear();
        return world;
    }
}
