using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>A key file that cannot be read or written, and crashes at each step of its writing.</summary>
public sealed class KeyFileTroubleTests : IAsyncLifetime
{
    private Device _device = null!;
    private Device _server = null!;
    private VaultDescription _vault = null!;
    private VaultDescription _joined = null!;

    public async Task InitializeAsync()
    {
        (_device, _vault) = await Device.CreateAsync();
        (_server, _joined) = await Device.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _device.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Keys_that_cannot_be_written_are_not_used_and_the_old_ones_stay()
    {
        var document = await _server.WrapAsync();
        var before = await File.ReadAllBytesAsync(_device.KeyFile);
        Directory.CreateDirectory(_device.KeyFile + ".new"); // in the way of what is written beside

        var wrong = await Assert.ThrowsAsync<VaultException>(() => _device.JoinAsync(document));

        Assert.Equal("KeysUnwritable", wrong.Code);
        Assert.Equal(before, await File.ReadAllBytesAsync(_device.KeyFile));
        Assert.Equal(_vault, await _device.Send(new DescribeVault()));
        Assert.Equal("VaultMismatch", (await Assert.ThrowsAsync<VaultException>(() => _device.Send(new ConfirmVault(_joined.Vault)))).Code);

        Directory.Delete(_device.KeyFile + ".new");
        Assert.Equal(_joined, await _device.JoinAsync(document));
        Assert.Equal(_joined, await _device.Send(new ConfirmVault(_joined.Vault)));
    }

    [Fact]
    public async Task A_vault_whose_keys_cannot_be_written_is_not_made()
    {
        await using var fresh = await Device.StartAsync();
        Directory.CreateDirectory(fresh.KeyFile + ".new");

        Assert.Equal("KeysUnwritable", (await Assert.ThrowsAsync<VaultException>(() => fresh.Send(new CreateVault()))).Code);
        Assert.Null(await fresh.Send(new DescribeVault()));

        Directory.Delete(fresh.KeyFile + ".new");
        Assert.Equal(await fresh.Send(new CreateVault()), await fresh.Send(new DescribeVault()));
    }

    [Fact]
    public async Task A_key_file_that_is_there_but_cannot_be_read_is_not_taken_for_none()
    {
        await using var fresh = await Device.StartAsync();
        Directory.CreateDirectory(fresh.KeyFile);

        await AssertUnreadableAsync(fresh);
        Assert.True(Directory.Exists(fresh.KeyFile));
    }

    [Fact]
    public async Task A_key_file_that_lies_on_a_disk_which_is_not_here_is_not_replaced()
    {
        await using var fresh = await Device.StartAsync();
        File.CreateSymbolicLink(fresh.KeyFile, Path.Combine(fresh.DataDirectory, "not-mounted", "keys.json"));

        await AssertUnreadableAsync(fresh);
        Assert.NotNull(new FileInfo(fresh.KeyFile).LinkTarget);
    }

    [Fact]
    public async Task After_a_crash_at_any_step_of_writing_there_is_the_old_file_or_the_new_one()
    {
        var old = await File.ReadAllBytesAsync(_device.KeyFile);
        await _device.JoinAsync(await _server.WrapAsync());
        var renewed = await File.ReadAllBytesAsync(_device.KeyFile);
        var beside = _device.KeyFile + ".new";
        var file = new KeyFile(Path.GetDirectoryName(_device.KeyFile)!, new KeyFileCodec(new CoreSodium()));

        // Steps: the file beside is made, grows, is whole; then it takes the place of the other.
        for (var length = 0; length <= renewed.Length; length++)
        {
            await File.WriteAllBytesAsync(_device.KeyFile, old);
            await File.WriteAllBytesAsync(beside, renewed[..length]);
            using var kept = file.Load();
            Assert.Equal((_vault.Vault, null), (kept.Current!.Vault, kept.Staged?.Vault));
        }

        File.Move(beside, _device.KeyFile, overwrite: true);
        using var taken = file.Load();
        Assert.Equal((_vault.Vault, _joined.Vault), (taken.Current!.Vault, taken.Staged!.Vault));

        await File.WriteAllTextAsync(beside, new string('x', 100_000));
        file.Save(taken);
        Assert.False(File.Exists(beside));
        Assert.Equal(renewed, await File.ReadAllBytesAsync(_device.KeyFile));
    }

    [Fact]
    public async Task A_first_writing_that_crashed_leaves_a_device_without_a_vault_that_can_make_one()
    {
        await using var fresh = await Device.StartAsync();
        await File.WriteAllBytesAsync(fresh.KeyFile + ".new", (await File.ReadAllBytesAsync(_device.KeyFile))[..^1]);

        Assert.Null(await fresh.Send(new DescribeVault()));
        Assert.NotEqual(_vault.Vault, (await fresh.Send(new CreateVault())).Vault);
    }

    private static async Task AssertUnreadableAsync(Device device)
    {
        Assert.Equal("KeysUnreadable", (await Assert.ThrowsAsync<VaultException>(() => device.Send(new DescribeVault()))).Code);
        Assert.Equal("KeysUnreadable", (await Assert.ThrowsAsync<VaultException>(() => device.Send(new CreateVault()))).Code);
    }
}
