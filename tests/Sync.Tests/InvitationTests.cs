using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>One more device, let in by a code from one that is unlocked.</summary>
public sealed class InvitationTests
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_device_joins_by_the_code_alone_and_syncs()
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        var invited = await world.A.Mediator.Send(new Invite(TenMinutes));
        await using var fresh = await Device.StartAsync();
        await fresh.WriteAsync("own", "2");

        await EnableAsync(fresh, invited.Address, invited.Code);

        await fresh.SyncAsync();
        await world.A.SyncAsync();
        Assert.Equal("1", await fresh.ReadAsync("note"));
        Assert.Equal("2", await world.A.ReadAsync("own"));
    }

    [Fact]
    public async Task An_invitation_that_was_taken_back_opens_nothing()
    {
        await using var world = await World.StartAsync(1);
        var invited = await world.A.Mediator.Send(new Invite(TenMinutes));
        Assert.True(await world.A.Mediator.Send(new RevokeInvitations()));
        Assert.False(await world.A.Mediator.Send(new RevokeInvitations()));
        await using var fresh = await Device.StartAsync();

        var refused = await Assert.ThrowsAsync<VaultException>(() => EnableAsync(fresh, invited.Address, invited.Code));

        Assert.Equal("InvitationGone", refused.Code);
    }

    [Fact]
    public async Task An_invitation_ends_and_the_next_writer_of_the_vault_document_removes_it()
    {
        await using var world = await World.StartAsync(1);
        var invited = await world.A.Mediator.Send(new Invite(TenMinutes));
        await using var fresh = await Device.StartAsync();
        fresh.Time.Advance(TimeSpan.FromMinutes(12));
        world.A.Time.Advance(TimeSpan.FromMinutes(12));

        var refused = await Assert.ThrowsAsync<VaultException>(() => EnableAsync(fresh, invited.Address, invited.Code));
        Assert.Equal("InvitationExpired", refused.Code);
        Assert.Single((await SlotsAsync(world))["inv"]!.AsArray());

        (await world.A.Mediator.Send(new ReplaceRecoveryCode())).Dispose();
        Assert.Null((await SlotsAsync(world))["inv"]);
    }

    [Fact]
    public async Task Four_may_be_open_at_once()
    {
        await using var world = await World.StartAsync(1);
        for (var number = 0; number < 4; number++)
        {
            (await world.A.Mediator.Send(new Invite(TenMinutes))).Code.Dispose();
        }

        var refused = await Assert.ThrowsAsync<UsageException>(() => world.A.Mediator.Send(new Invite(TenMinutes)));

        Assert.Equal("InvitationsFull", refused.Code);
    }

    [Fact]
    public async Task T18_A_mistyped_invitation_is_found_before_any_network()
    {
        await using var world = await World.StartAsync(1);
        var invited = await world.A.Mediator.Send(new Invite(TenMinutes));
        world.Proxy.BeHonest();
        await using var fresh = await Device.StartAsync();
        var code = invited.Code.Reveal();
        using var mistyped = Secret.FromCharacters(code[..^1] + (code[^1] == 'Z' ? 'Y' : 'Z'));

        var refused = await Assert.ThrowsAsync<UsageException>(() => EnableAsync(fresh, invited.Address, mistyped));

        Assert.Equal("InvitationInvalid", refused.Code);
        Assert.Empty(world.Proxy.Requests);
    }

    private static Task<EnableOutcome> EnableAsync(Device device, string address, Secret code) =>
        device.Mediator.Send(new EnableSync(address, World.User, code, CreateVault: false) { IsInvitation = true });

    private static async Task<JsonNode> SlotsAsync(World world) => (await world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/aurix-vault"))["slots"]!;
}
