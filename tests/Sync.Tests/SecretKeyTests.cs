using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A vault whose keys take a Secret Key beside the password: its database's name ends in <c>-sk</c> (ADR 0011).</summary>
public sealed class SecretKeyTests : IAsyncLifetime
{
    private const string Temporary = "set by the administrator";
    private const string Database = "aurix-test-sk";

    private Server _server = null!;
    private HostileProxy _proxy = null!;
    private Device _first = null!;
    private Secret _key = null!;

    private string Address => $"{_proxy.Address}/{Database}";

    public async Task InitializeAsync()
    {
        _server = await Server.StartAsync();
        using var temporary = Secret.FromCharacters(Temporary);
        await _server.SetUpAsync(temporary);
        await _server.GrantAsync(Database);
        _proxy = await HostileProxy.StartAsync(_server.Address);
        _first = await Device.StartAsync();
        _key = await _first.Mediator.Send(new MakeSecretKey());
        using var password = Secret.FromCharacters(World.Password);
        var enable = new EnableSync(Address, World.User, password, CreateVault: true) { SecretKey = _key, ServerPassword = temporary };
        (await _first.Mediator.Send(enable)).RecoveryCode!.Dispose();
        _proxy.BeHonest();
    }

    public async Task DisposeAsync()
    {
        _key.Dispose();
        await _first.DisposeAsync();
        await _proxy.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_second_device_joins_with_password_and_Secret_Key_and_from_then_on_needs_the_password_only()
    {
        await using var second = await Device.StartAsync();
        await _first.WriteAsync("note", "1");
        await _first.SyncAsync();

        await EnableAsync(second, _key);
        await second.SyncAsync();
        Assert.Equal("1", await second.ReadAsync("note"));

        await second.Mediator.Send(new DisableSync());
        await EnableAsync(second, null);
        await second.SyncAsync();
        Assert.Equal(1, (int)(await _server.SendAsync(HttpMethod.Get, $"{Database}/aurix-vault"))["mode"]!);
    }

    [Fact]
    public async Task T19_Without_the_Secret_Key_a_fresh_device_asks_the_server_nothing()
    {
        await using var fresh = await Device.StartAsync();

        var refused = await Assert.ThrowsAsync<VaultException>(() => EnableAsync(fresh, null));

        Assert.Equal("KdfProfileMismatch", refused.Code);
        Assert.Empty(_proxy.Requests);
    }

    [Fact]
    public async Task T19_A_Secret_Key_for_a_vault_without_one_is_refused_before_anything_is_sent()
    {
        await using var fresh = await Device.StartAsync();
        using var password = Secret.FromCharacters(World.Password);

        var refused = await Assert.ThrowsAsync<VaultException>(() =>
            fresh.Mediator.Send(new EnableSync($"{_proxy.Address}/{World.Database}", World.User, password, CreateVault: false) { SecretKey = _key }));

        Assert.Equal("KdfProfileMismatch", refused.Code);
        Assert.Empty(_proxy.Requests);
    }

    [Fact]
    public async Task T18_A_mistyped_Secret_Key_is_found_before_anything_is_sent()
    {
        await using var fresh = await Device.StartAsync();
        using var mistyped = Secret.FromCharacters(_key.Reveal()[..^1] + (_key.Reveal()[^1] == 'Z' ? 'Y' : 'Z'));

        var refused = await Assert.ThrowsAsync<UsageException>(() => EnableAsync(fresh, mistyped));

        Assert.Equal("SecretKeyInvalid", refused.Code);
        Assert.Empty(_proxy.Requests);
    }

    [Theory]
    [InlineData("mode", 0)]
    [InlineData("prof", 0)]
    public async Task T04_A_server_that_hints_at_weaker_keys_is_refused_and_hears_one_login_only(string member, int value)
    {
        await using var fresh = await Device.StartAsync();
        _proxy.After = (request, answer) => request.Is("GET", "/aurix-vault") ? answer.Edit(vault =>
        {
            vault[member] = value;
            vault["m"] = 8 << 20;
        }) : answer;

        var refused = await Assert.ThrowsAsync<VaultException>(() => EnableAsync(fresh, _key));
        var known = await Assert.ThrowsAsync<VaultException>(_first.SyncAsync);

        Assert.Equal(("KdfProfileMismatch", "KdfProfileMismatch"), (refused.Code, known.Code));
        Assert.Single(_proxy.Requests.Where(request => request.Is("POST", "/_session")).Select(request => (string)request.Json["password"]!).Distinct());
        Assert.Equal(2, _proxy.Count("POST", "/_session"));
    }

    [Fact]
    public async Task T05_A_refused_login_is_not_tried_again_with_any_other_value()
    {
        await using var fresh = await Device.StartAsync();
        _proxy.Before = request => request.Is("POST", "/_session") ? ProxyAnswer.Error(401, "unauthorized") : null;

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => EnableAsync(fresh, _key));

        Assert.Equal("LoginRefused", refused.Code);
        Assert.Equal(1, _proxy.Count("POST", "/_session"));
    }

    [Fact]
    public async Task The_password_changes_and_the_Secret_Key_stays()
    {
        const string renewed = "lantern orbit velvet quarry maple";
        await _first.ChangePasswordAsync(World.Password, renewed);

        await using var second = await Device.StartAsync();
        await EnableAsync(second, _key, renewed);
        await second.SyncAsync();
    }

    private Task<EnableOutcome> EnableAsync(Device device, Secret? key, string password = World.Password)
    {
        var secret = Secret.FromCharacters(password);
        return device.Mediator.Send(new EnableSync(Address, World.User, secret, CreateVault: false) { SecretKey = key });
    }
}
