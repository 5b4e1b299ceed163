using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Nothing leaves the device before its owner says so, and nothing after they said no.</summary>
public sealed class OptInTests
{
    [Fact]
    public async Task Without_opting_in_a_round_is_refused()
    {
        await using var device = await Device.StartAsync();

        var refused = await Assert.ThrowsAsync<UsageException>(device.SyncAsync);

        Assert.Equal("SyncOff", refused.Code);
        Assert.False((await device.Mediator.Send(new DescribeSync())).Enabled);
    }

    [Fact]
    public async Task After_opting_out_nothing_is_asked_any_more()
    {
        await using var world = await World.StartAsync(1);

        Assert.True(await world.A.Mediator.Send(new DisableSync()));
        await Assert.ThrowsAsync<UsageException>(world.A.SyncAsync);

        Assert.Empty(world.Proxy.Requests);
        Assert.False(File.Exists(world.A.AccountPath));
        Assert.False(await world.A.Mediator.Send(new DisableSync()));
    }

    [Fact]
    public async Task Opting_out_ends_a_round_that_is_running()
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        Task<bool>? optingOut = null;
        world.Proxy.After = (request, answer) =>
        {
            if (request.Is("GET", "/_changes"))
            {
                optingOut = world.A.Mediator.Send(new DisableSync());
            }

            return answer;
        };

        var refused = await Assert.ThrowsAsync<UsageException>(world.A.SyncAsync);

        Assert.Equal("SyncOff", refused.Code);
        Assert.True(await optingOut!);
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs"));
    }

    [Theory]
    [InlineData("http://sync.example/aurix-test", "InsecureTransport")]
    [InlineData("http://127.0.0.1.example/aurix-test", "InsecureTransport")]
    [InlineData("ftp://127.0.0.1/aurix-test", "BadAddress")]
    [InlineData("https://alex:secret@sync.example/aurix-test", "BadAddress")]
    [InlineData("https://sync.example/Aurix Test", "BadAddress")]
    public async Task An_address_that_would_leak_or_makes_no_sense_is_refused_before_anything_is_sent(string address, string code)
    {
        await using var device = await Device.StartAsync();

        var refused = await Assert.ThrowsAsync<UsageException>(() => device.EnableAsync(address));

        Assert.Equal(code, refused.Code);
        Assert.False(File.Exists(device.AccountPath));
    }

    [Fact]
    public async Task A_wrong_password_is_tried_once()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}", "another password"));

        Assert.Equal("LoginRefused", refused.Code);
        Assert.Equal(1, world.Proxy.Count("POST", "/_session"));
        Assert.False(File.Exists(world.A.AccountPath));
    }

    [Fact]
    public async Task A_vault_is_made_only_when_asked_for_and_only_once()
    {
        await using var server = await Server.StartAsync();
        await using var device = await Device.StartAsync();
        await World.SetUpAsync(server, device);
        var address = $"{server.Address}{World.Database}";

        var missing = await Assert.ThrowsAsync<VaultException>(() => device.EnableAsync(address));
        using var recovery = (await device.EnableAsync(address, create: true)).RecoveryCode;
        await device.Mediator.Send(new DisableSync());
        var exists = await Assert.ThrowsAsync<VaultException>(() => device.EnableAsync(address, create: true));

        Assert.Equal("VaultMissing", missing.Code);
        Assert.NotNull(recovery);
        Assert.Equal("VaultExists", exists.Code);
        Assert.Equal(["aurix-vault"], await server.IdsAsync(World.Database));
    }

    [Fact]
    public async Task The_account_file_is_its_owners_alone_and_does_not_hold_their_password()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());
        await world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}");

        Assert.DoesNotContain(World.Password, await File.ReadAllTextAsync(world.A.AccountPath));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.A.AccountPath));
        }
    }

    [Fact]
    public async Task Opting_in_twice_is_refused()
    {
        await using var world = await World.StartAsync(1);

        var refused = await Assert.ThrowsAsync<UsageException>(() => world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}"));

        Assert.Equal("SyncIsOn", refused.Code);
        Assert.Empty(world.Proxy.Requests);
    }

    [Theory]
    [InlineData(true, "VaultMissing")]
    [InlineData(false, "VaultMismatch")]
    public async Task A_server_that_shows_no_vault_or_another_gets_nothing(bool removed, string code)
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        world.Proxy.After = (request, answer) => !request.Is("GET", "/aurix-vault") ? answer
            : removed ? ProxyAnswer.Error(404, "not_found")
            : answer.Edit(vault => vault["vault"] = "AAAAAAAAAAAAAAAAAAAAAA");

        var refused = await Assert.ThrowsAsync<VaultException>(world.A.SyncAsync);

        Assert.Equal(code, refused.Code);
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs"));
        Assert.Equal(0, world.Proxy.Count("PUT", ""));
        Assert.Equal("1", await world.A.ReadAsync("note"));
    }
}
