using System.Text;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>The device's keys on its disk: kept across restarts, for the owner's eyes, and never silently replaced.</summary>
public sealed class KeyFileTests
{
    [Fact]
    public async Task A_vault_survives_a_restart_and_creating_it_again_changes_nothing()
    {
        var (device, vault) = await Device.CreateAsync();
        var minted = await device.Send(new MintRevisions(vault.Vault, [Drafts.Edit()]));
        await device.DisposeAsync();

        await using var again = await Device.StartAsync(device.DataDirectory);
        Assert.Equal(vault, await again.Send(new DescribeVault()));
        Assert.Equal(vault, await again.Send(new CreateVault()));
        Assert.Equal(minted[0], (await again.Send(new MintRevisions(vault.Vault, [Drafts.Edit()])))[0]);
    }

    [Fact]
    public async Task Two_devices_create_two_vaults()
    {
        var (one, first) = await Device.CreateAsync();
        var (other, second) = await Device.CreateAsync();
        await using var _ = one;
        await using var __ = other;

        Assert.NotEqual(first.Vault, second.Vault);
        Assert.NotEqual(
            (await one.Send(new MintRevisions(first.Vault, [Drafts.Edit()])))[0],
            (await other.Send(new MintRevisions(second.Vault, [Drafts.Edit()])))[0]);
    }

    [Fact]
    public async Task Without_a_key_file_there_is_no_vault_and_nothing_is_sealed()
    {
        await using var device = await Device.StartAsync();

        Assert.Null(await device.Send(new DescribeVault()));
        await AssertCode("KeysMissing", device, new SealDocuments([Drafts.Edit()]));
        await AssertCode("KeysMissing", device, new OpenDocuments([]));
        await AssertCode("KeysMissing", device, new MintRevisions(new VaultId(7), [Drafts.Edit()]));
        await AssertCode("KeysMissing", device, new ConfirmVault(new VaultId(7)));
        Assert.False(File.Exists(device.KeyFile));
    }

    [Fact]
    public async Task Every_single_changed_byte_of_the_key_file_is_damage()
    {
        var (device, _) = await Device.CreateAsync();
        await device.DisposeAsync();
        var healthy = await File.ReadAllBytesAsync(device.KeyFile);
        var file = new Keys.KeyFile(Path.GetDirectoryName(device.KeyFile)!, new Keys.KeyFileCodec(new Primitives.CoreSodium()));
        for (var place = 0; place < healthy.Length; place++)
        {
            var damaged = healthy.ToArray();
            damaged[place] ^= 1;
            await File.WriteAllBytesAsync(device.KeyFile, damaged);
            Assert.Equal("KeysDamaged", Assert.Throws<VaultException>(() => file.Load().Dispose()).Code);
        }

        for (var length = 0; length < healthy.Length; length++)
        {
            await File.WriteAllBytesAsync(device.KeyFile, healthy[..length]);
            Assert.Equal("KeysDamaged", Assert.Throws<VaultException>(() => file.Load().Dispose()).Code);
        }
    }

    [Fact]
    public async Task A_damaged_key_file_stops_everything_and_is_left_as_it_is()
    {
        var (device, vault) = await Device.CreateAsync();
        await device.DisposeAsync();
        await File.WriteAllTextAsync(device.KeyFile, "{\"format\":\"aurix-keys\",\"v\":1}");

        await using var again = await Device.StartAsync(device.DataDirectory);
        await AssertCode("KeysDamaged", again, new DescribeVault());
        await AssertCode("KeysDamaged", again, new CreateVault());
        await AssertCode("KeysDamaged", again, new ConfirmVault(vault.Vault));
        await AssertCode("KeysDamaged", again, new MintRevisions(vault.Vault, [Drafts.Edit()]));
        Assert.Equal("{\"format\":\"aurix-keys\",\"v\":1}", await File.ReadAllTextAsync(device.KeyFile));
    }

    [Fact]
    public async Task A_restored_key_file_is_taken_up_without_a_restart()
    {
        var (device, vault) = await Device.CreateAsync();
        await device.DisposeAsync();
        var healthy = await File.ReadAllBytesAsync(device.KeyFile);
        await File.WriteAllTextAsync(device.KeyFile, "gone");

        await using var again = await Device.StartAsync(device.DataDirectory);
        await AssertCode("KeysDamaged", again, new DescribeVault());
        await File.WriteAllBytesAsync(device.KeyFile, healthy);
        Assert.Equal(vault, await again.Send(new DescribeVault()));
    }

    [Fact]
    public async Task Only_the_owner_can_read_the_key_file_and_nothing_else_is_left_beside_it()
    {
        var (device, _) = await Device.CreateAsync();
        await using var __ = device;

        Assert.Equal(["keys.json"], Directory.GetFiles(Path.GetDirectoryName(device.KeyFile)!).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(device.KeyFile));
        }
    }

    [Fact]
    public async Task A_file_left_by_a_crash_while_writing_is_not_read()
    {
        var (device, vault) = await Device.CreateAsync();
        await device.DisposeAsync();
        await File.WriteAllTextAsync(device.KeyFile + ".new", "half a fi");

        await using var again = await Device.StartAsync(device.DataDirectory);
        Assert.Equal(vault, await again.Send(new DescribeVault()));
    }

    [Fact]
    public async Task Errors_and_descriptions_hold_no_key()
    {
        var (device, vault) = await Device.CreateAsync();
        await using var _ = device;
        var keys = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(device.KeyFile));
        var master = keys[(keys.IndexOf("\"mk\":\"", StringComparison.Ordinal) + 6)..][..43];

        using var ticket = (await device.LoginAsync()).ServerPassword;
        var refused = await Assert.ThrowsAsync<VaultException>(() => device.Send(new ConfirmVault(new VaultId(1))));
        Assert.DoesNotContain(master, refused + vault.ToString(), StringComparison.Ordinal);
        Assert.Equal("(secret)", ticket.ToString());
    }

    private static async Task AssertCode<T>(string code, Device device, MediatR.IRequest<T> request)
    {
        var refused = await Assert.ThrowsAsync<VaultException>(() => device.Send(request));
        Assert.Equal(code, refused.Code);
        Assert.NotEmpty(refused.NextStep);
    }
}
