using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>A server that shows a key ring from before a rotation, to a device that has seen the one after it.</summary>
public sealed class RingRollbackTests : IAsyncLifetime
{
    private readonly CoreSodium _sodium = new();
    private Device _second = null!;
    private VaultDescription _vault = null!;
    private BodyBytes _old = null!;
    private BodyBytes _renewed = null!;

    public async Task InitializeAsync()
    {
        (var first, _vault) = await Device.CreateAsync();
        _old = await first.WrapAsync();
        await first.DisposeAsync();
        Rotate(Path.GetDirectoryName(first.KeyFile)!);
        await using var rotated = await Device.StartAsync(first.DataDirectory);
        _renewed = await rotated.WrapAsync();
        _second = await Device.StartAsync();
    }

    public async Task DisposeAsync() => await _second.DisposeAsync();

    [Fact]
    public async Task T14_A_newer_ring_is_taken_in_and_the_one_before_it_is_refused_from_then_on()
    {
        await _second.JoinAsync(_old);
        await _second.Send(new ConfirmVault(_vault.Vault));
        Assert.Equal(new VaultDescription(_vault.Vault, 1, 1), await _second.Send(new CheckVaultDocument(_old)));

        Assert.Equal(new VaultDescription(_vault.Vault, 2, 2), await _second.Send(new CheckVaultDocument(_renewed)));

        await AssertRollbackAsync(_second, new CheckVaultDocument(_old));
        await AssertRollbackAsync(() => _second.JoinAsync(_old));
        Assert.Equal(new VaultDescription(_vault.Vault, 2, 2), await _second.Send(new DescribeVault()));
        Assert.Equal(new VaultDescription(_vault.Vault, 2, 2), await _second.Send(new CheckVaultDocument(_renewed)));
    }

    [Fact]
    public async Task What_was_seen_is_remembered_over_a_restart()
    {
        await _second.JoinAsync(_renewed);
        await _second.Send(new ConfirmVault(_vault.Vault));
        await _second.DisposeAsync();

        await using var again = await Device.StartAsync(_second.DataDirectory);
        await AssertRollbackAsync(again, new CheckVaultDocument(_old));
        _second = await Device.StartAsync();
    }

    [Fact]
    public async Task Keys_that_are_only_staged_are_not_rolled_back_either()
    {
        await _second.JoinAsync(_renewed);

        await AssertRollbackAsync(() => _second.JoinAsync(_old));
        Assert.Equal(new VaultDescription(_vault.Vault, 2, 2), await _second.Send(new ConfirmVault(_vault.Vault)));
    }

    private static Task AssertRollbackAsync(Device device, CheckVaultDocument check) => AssertRollbackAsync(() => device.Send(check));

    private static async Task AssertRollbackAsync(Func<Task> shown)
    {
        var wrong = await Assert.ThrowsAsync<VaultException>(shown);
        Assert.Equal("KeyringRollback", wrong.Code);
        Assert.Contains("generation 1) than this device has seen (2)", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>A second epoch and the ring's next generation, as a rotation on that device would leave them.</summary>
    private void Rotate(string folder)
    {
        var kdf = new Kdf(_sodium);
        var file = new KeyFile(folder, new KeyFileCodec(_sodium));
        using var keys = file.Load();
        var before = keys.Current!;
        EpochKeys[] epochs = [new EpochKeys(kdf, 1, before.Current.Key.Bytes), new EpochKeys(kdf, 2, [.. Enumerable.Repeat((byte)2, 32)])];
        using var rotated = new VaultKeys(kdf, before.Vault, before.Master.Bytes, before.Stable.Bytes, epochs, new VaultPins(Epoch: 2, Ring: 2, before.Pins.Slot));
        file.Save(new KeySet(rotated, null));
    }
}
