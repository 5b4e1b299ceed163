using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>An owner who forgot the password and has the printed code.</summary>
public sealed class RecoveryTests
{
    private const string New = "lantern orbit velvet quarry maple";

    [Fact]
    public async Task A_device_that_syncs_gives_its_owner_a_new_password()
    {
        await using var world = await World.StartAsync();
        using var code = await world.A.Mediator.Send(new ReplaceRecoveryCode());
        await world.A.ChangePasswordAsync(World.Password, "soon forgotten again");

        await RecoverAsync(world.A, code, null);

        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        await world.B.SignInAsync(New);
        await world.B.SyncAsync();
        Assert.Equal("1", await world.B.ReadAsync("note"));
    }

    [Fact]
    public async Task A_fresh_device_recovers_after_the_administrator_let_the_owner_in()
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        using var code = await world.A.Mediator.Send(new ReplaceRecoveryCode());
        using var temporary = Secret.FromCharacters("set by the administrator");
        await world.Server.SetUpAsync(temporary);
        await using var fresh = await Device.StartAsync();
        await fresh.WriteAsync("own", "2");

        var outcome = await RecoverAsync(fresh, code, new RecoveryEntrance($"{world.Proxy.Address}/{World.Database}", World.User, temporary, SecretKey: null));

        await fresh.SyncAsync();
        Assert.Equal(1, outcome.Reissued!.Documents);
        Assert.Equal("1", await fresh.ReadAsync("note"));
        await world.A.SignInAsync(New);
        await world.A.SyncAsync();
        Assert.Equal("2", await world.A.ReadAsync("own"));
    }

    [Fact]
    public async Task A_fresh_device_recovers_behind_an_authority_of_its_owners_and_sends_nothing_before_their_yes()
    {
        await using var world = await World.StartAsync(1);
        using var certificate = new MadeCertificate();
        await using var proxy = await HostileProxy.StartAsync(world.Server.Address, certificate.Server);
        using var code = await world.A.Mediator.Send(new ReplaceRecoveryCode());
        using var temporary = Secret.FromCharacters("set by the administrator");
        await world.Server.SetUpAsync(temporary);
        await using var fresh = await Device.StartAsync();

        await RecoverAsync(fresh, code, new RecoveryEntrance($"{proxy.Address}/{World.Database}", World.User, temporary, SecretKey: null)
        {
            AskFirst = true,
            Connection = new() { Authorities = certificate.Authority },
        });

        Assert.Equal("SyncUnconfirmed", (await Assert.ThrowsAsync<UsageException>(fresh.SyncAsync)).Code);
        await fresh.Mediator.Send(new ConfirmSync());
        await fresh.SyncAsync();
        Assert.True(proxy.Count("GET", "/_changes") > 0);
    }

    [Fact]
    public async Task T18_A_mistyped_recovery_code_is_found_before_any_network()
    {
        await using var world = await World.StartAsync(1);
        using var code = Secret.FromCharacters("R1G20-R50W4-GP38F-249HA-5RS3C-EHY89-34MKJ-JASD5-WRK6D-9Q74X-KTFGH-JBNCZ");

        var refused = await Assert.ThrowsAsync<UsageException>(() => RecoverAsync(world.A, code, null));

        Assert.Equal("RecoveryCodeInvalid", refused.Code);
        Assert.Empty(world.Proxy.Requests);
    }

    [Fact]
    public async Task A_replaced_recovery_code_opens_nothing_any_more()
    {
        await using var world = await World.StartAsync(1);
        using var old = await world.A.Mediator.Send(new ReplaceRecoveryCode());
        using var code = await world.A.Mediator.Send(new ReplaceRecoveryCode());

        var refused = await Assert.ThrowsAsync<VaultException>(() => RecoverAsync(world.A, old, null));

        Assert.Equal("SlotInvalid", refused.Code);
        await RecoverAsync(world.A, code, null);
    }

    private static async Task<EnableOutcome> RecoverAsync(Device device, Secret code, RecoveryEntrance? through)
    {
        using var password = Secret.FromCharacters(New);
        return await device.Mediator.Send(new RecoverAccess(code, password, through));
    }
}
