using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;
using static Aurix.Platform.Tests.Remotes.TwoServers;

namespace Aurix.Platform.Tests.Remotes;

/// <summary>Keys that are replaced through one server reach the other by its owner's password, and nothing is sent there before.</summary>
public sealed class RemoteKeysTests
{
    private const string New = "lantern orbit velvet quarry maple";

    [Fact]
    public async Task The_other_server_gets_nothing_before_the_keys_are_published_there_and_all_of_it_afterwards()
    {
        await using var two = await StartAsync();
        await two.B.WriteAsync("old", "1");
        await two.SettleAsync();
        await RotateAsync(two.A);
        await two.A.WriteAsync("new", "2");
        var before = await two.Office.IdsAsync(World.Database);

        Assert.Equal("RemoteKeysOlder", (await Assert.ThrowsAsync<VaultException>(two.A.SyncAsync)).Code);
        Assert.Empty(await AlarmsAsync(two.A, Backup));
        Assert.Equal(before, await two.Office.IdsAsync(World.Database));

        (await PublishAsync(two.A))!.Dispose();
        Assert.Null(await PublishAsync(two.A));
        await two.A.SyncAsync();
        Assert.Equal("VaultRotated", (await Assert.ThrowsAsync<VaultException>(two.C.SyncAsync)).Code);
        await two.C.SignInAsync(World.Password);
        await two.C.WriteAsync("from C", "3");
        await two.C.SyncAsync();
        await two.A.SyncAsync();

        Assert.Equal(("1", "2"), (await two.C.ReadAsync("old"), await two.C.ReadAsync("new")));
        Assert.Equal("3", await two.A.ReadAsync("from C"));
        Assert.Equal(2, (await two.C.Mediator.Send(new DescribeVault()))!.Epoch);
        Assert.Empty(await two.C.QuarantineAsync());
        Assert.Empty(await two.A.QuarantineAsync());
    }

    [Fact]
    public async Task A_server_that_goes_back_to_older_keys_is_caught_although_there_is_another()
    {
        await using var two = await StartAsync();
        await two.A.SyncAsync();
        var yesterday = await two.World.BackUpServerAsync();
        await RotateAsync(two.A);
        await two.World.ServeAsync(yesterday);

        // The old server knows the old password only; whoever brought it back would see to that.
        var refused = await Assert.ThrowsAnyAsync<AurixException>(() => two.A.Mediator.Send(new SyncNow { Remote = RemoteName.Main }));

        Assert.Contains(refused.Code, (string[])["KeyringRollback", "LoginRefused"]);
    }

    [Fact]
    public async Task A_second_server_gets_the_vault_after_its_keys_were_replaced_and_can_be_joined()
    {
        await using var two = await StartAsync(join: false);
        await two.A.WriteAsync("old", "1");
        await RotateAsync(two.A);

        await EnableAsync(two.A, two.OfficeAddress, Backup, create: true);
        await two.A.SyncAsync();
        await two.C.Mediator.Send(new DisableSync());
        await EnableAsync(two.C, two.OfficeAddress, RemoteName.Main);
        await two.C.SyncAsync();

        Assert.Equal("1", await two.C.ReadAsync("old"));
        Assert.Empty(await two.C.QuarantineAsync());
    }

    [Fact]
    public async Task A_password_changed_at_one_server_is_no_rollback_at_the_other()
    {
        await using var two = await StartAsync();
        await two.A.ChangePasswordAsync(World.Password, New);
        await two.A.ChangePasswordAsync(New, New + " two");
        await two.A.WriteAsync("note", "1");

        await two.A.SyncAsync();
        await two.C.SyncAsync();
        using (var present = Secret.FromCharacters(World.Password))
        {
            using var next = Secret.FromCharacters("harbour " + New);
            await two.A.Mediator.Send(new ChangePassword(present, next) { Remote = Backup });
        }

        await two.A.SyncAsync();
        Assert.Equal("1", await two.C.ReadAsync("note"));
        Assert.Empty((await two.A.AlarmsAsync()).Concat(await AlarmsAsync(two.A, Backup)));
    }

    private static async Task RotateAsync(Device device)
    {
        using var present = Secret.FromCharacters(World.Password);
        using var next = Secret.FromCharacters(New);
        (await device.Mediator.Send(new RotateVault(present, next))).RecoveryCode.Dispose();
    }

    private static async Task<Secret?> PublishAsync(Device device)
    {
        using var password = Secret.FromCharacters(World.Password);
        return await device.Mediator.Send(new PublishKeys(password) { Remote = Backup });
    }
}
