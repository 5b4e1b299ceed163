using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Keys under a passphrase: at rest, locked, unlocked, shared with other commands, and locked again by the clock (crypto.md §6).</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ProtectionTests : IAsyncLifetime
{
    private const string Passphrase = "only this device knows it";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    // The runtime folder has to be in memory, which the usual folder for tests is not.
    private readonly DirectoryInfo _runtime = Directory.CreateDirectory($"/dev/shm/aurix-test-{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8))}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private Device _device = null!;
    private VaultDescription _vault = null!;
    private string _plain = null!;

    public async Task InitializeAsync()
    {
        _device = await StartAsync(null);
        _vault = await _device.Send(new CreateVault());
        using var login = (await _device.LoginAsync()).ServerPassword;
        await _device.Send(new KeepLogin(Device.User, Device.Database, login));
        _plain = await File.ReadAllTextAsync(_device.KeyFile);
        using var passphrase = Secret.FromCharacters(Passphrase);
        await _device.Send(new ProtectVault(passphrase));
    }

    public async Task DisposeAsync()
    {
        await _device.DisposeAsync();
        _runtime.Delete(recursive: true);
    }

    [Fact]
    public async Task T71_A_protected_device_has_no_key_and_no_login_in_any_file_and_a_wrong_passphrase_opens_nothing()
    {
        var secrets = Keys(_plain);
        Assert.True(secrets.Count >= 4);
        foreach (var file in Directory.EnumerateFiles(_device.DataDirectory, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.All(secrets, secret =>
            {
                Assert.Equal(-1, bytes.AsSpan().IndexOf(secret));
                Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(secret))));
            });
        }

        await _device.Send(new LockVault());
        var wrong = await Assert.ThrowsAsync<VaultException>(() => UnlockAsync(_device, "not the right passphrase"));
        Assert.Equal("PassphraseWrong", wrong.Code);
        await AssertLockedAsync(_device);
    }

    [Fact]
    public async Task Locked_keys_refuse_every_use_and_say_how_to_open_them()
    {
        await _device.Send(new LockVault());

        await AssertLockedAsync(_device);
        Assert.Equal(new KeyProtection(true, true, false, null), await _device.Send(new DescribeProtection()));
        await UnlockAsync(_device, Passphrase);
        Assert.Equal(_vault, await _device.Send(new DescribeVault()));
        using var login = await _device.Send(new RecallLogin());
        Assert.Equal(Vectors.Text("login_mode0"), login!.ServerPassword.Reveal());
    }

    [Fact]
    public async Task Another_command_finds_the_keys_open_until_one_locks_them()
    {
        await using var other = await StartAsync(_device.DataDirectory);
        Assert.Equal(_vault, await other.Send(new DescribeVault()));
        Assert.True((await other.Send(new DescribeProtection())).IsShared);

        Assert.True(await _device.Send(new LockVault()));

        await AssertLockedAsync(other);
        await UnlockAsync(other, Passphrase);
        Assert.Equal(_vault, await _device.Send(new DescribeVault()));
    }

    [Fact]
    public async Task Where_nothing_can_be_shared_safely_each_command_asks()
    {
        _runtime.UnixFileMode |= UnixFileMode.GroupRead;
        await using var one = await StartAsync(_device.DataDirectory);
        await UnlockAsync(one, Passphrase);
        Assert.Equal(_vault, await one.Send(new DescribeVault()));

        await using var other = await StartAsync(_device.DataDirectory);
        await AssertLockedAsync(other);
    }

    [Fact]
    public async Task They_lock_by_themselves_fifteen_minutes_after_the_last_unlock_or_write()
    {
        _time.Advance(TimeSpan.FromMinutes(14));
        await _device.Send(new MintRevisions(_vault.Vault, [Drafts.Edit()]));
        _time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal("nothing to lock", (await _device.Send(new RunAutoLock())).Summary);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("locked", (await _device.Send(new RunAutoLock())).Summary);
        await AssertLockedAsync(_device);
        await using var other = await StartAsync(_device.DataDirectory);
        await AssertLockedAsync(other);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_runtime.FullName, "aurix")));
    }

    [Fact]
    public async Task A_write_by_another_command_keeps_this_one_open()
    {
        await using var other = await StartAsync(_device.DataDirectory);
        await other.Send(new DescribeVault());
        _time.Advance(TimeSpan.FromMinutes(10));
        await _device.Send(new MintRevisions(_vault.Vault, [Drafts.Edit()]));
        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("nothing to lock", (await other.Send(new RunAutoLock())).Summary);
        Assert.Equal(_vault, await other.Send(new DescribeVault()));
    }

    [Fact]
    public async Task What_changes_while_protected_is_protected()
    {
        await _device.Send(new ForgetLogin());
        await _device.DisposeAsync();

        Assert.StartsWith("{\"format\":\"aurix-keys\",\"v\":2,", await File.ReadAllTextAsync(_device.KeyFile), StringComparison.Ordinal);
        _device = await StartAsync(_device.DataDirectory);
        Assert.Null(await _device.Send(new RecallLogin()));
        Assert.Equal(_vault, await _device.Send(new DescribeVault()));
    }

    [Fact]
    public async Task Unprotecting_gives_back_the_file_of_before()
    {
        Assert.True(await _device.Send(new UnprotectVault()));

        Assert.Equal(_plain, await File.ReadAllTextAsync(_device.KeyFile));
        Assert.False(await _device.Send(new UnprotectVault()));
        Assert.False(await _device.Send(new LockVault()));
        Assert.Equal(_vault, await _device.Send(new DescribeVault()));
    }

    [Fact]
    public async Task A_backup_of_protected_keys_needs_the_same_passphrase()
    {
        var folder = Directory.CreateTempSubdirectory("aurix-test-").FullName;
        await _device.Send(new LockVault());

        Assert.True(await _device.Send(new BackUpKeys(folder)));

        Assert.Equal(await File.ReadAllBytesAsync(_device.KeyFile), await File.ReadAllBytesAsync(Path.Combine(folder, "keys.json")));
    }

    [Fact]
    public async Task Every_single_changed_byte_of_a_protected_file_is_damage_and_not_a_wrong_passphrase()
    {
        var healthy = await File.ReadAllBytesAsync(_device.KeyFile);
        var file = new KeyFile(Path.GetDirectoryName(_device.KeyFile)!, new KeyFileCodec(new CoreSodium()));
        Assert.Equal("VaultLocked", Assert.Throws<VaultException>(() => file.Load().Dispose()).Code);
        for (var place = 0; place < healthy.Length; place++)
        {
            var damaged = healthy.ToArray();
            damaged[place] ^= 1;
            await File.WriteAllBytesAsync(_device.KeyFile, damaged);
            Assert.Equal("KeysDamaged", Assert.Throws<VaultException>(() => file.Load().Dispose()).Code);
        }

        for (var length = 0; length < healthy.Length; length++)
        {
            await File.WriteAllBytesAsync(_device.KeyFile, healthy[..length]);
            Assert.Equal("KeysDamaged", Assert.Throws<VaultException>(() => file.Load().Dispose()).Code);
        }
    }

    /// <summary>Every key in a plain key file: 16 or 32 bytes of base64url, but for the vault's id and the checks.</summary>
    private static List<byte[]> Keys(string json)
    {
        var root = JsonNode.Parse(json)!;
        string[] texts =
        [
            (string)root["current"]!["mk"]!, (string)root["current"]!["stable"]!, (string)root["current"]!["epochs"]![0]!["k"]!, (string)root["account"]!["login"]!,
        ];
        return [.. texts.Select(text => System.Buffers.Text.Base64Url.DecodeFromChars(text))];
    }

    private static async Task UnlockAsync(Device device, string passphrase)
    {
        using var secret = Secret.FromCharacters(passphrase);
        await device.Send(new UnlockVault(secret, Share: true));
    }

    private async Task AssertLockedAsync(Device device)
    {
        await AssertLockedAsync(device, new DescribeVault());
        await AssertLockedAsync(device, new CreateVault());
        await AssertLockedAsync(device, new ConfirmVault(_vault.Vault));
        await AssertLockedAsync(device, new MintRevisions(_vault.Vault, [Drafts.Edit()]));
        await AssertLockedAsync(device, new OpenDocuments([]));
        await AssertLockedAsync(device, new RecallLogin());
        await AssertLockedAsync(device, new UnprotectVault());
    }

    private static async Task AssertLockedAsync<T>(Device device, MediatR.IRequest<T> request)
    {
        var refused = await Assert.ThrowsAsync<VaultException>(() => device.Send(request));
        Assert.Equal("VaultLocked", refused.Code);
        Assert.Contains("aurix vault unlock", refused.NextStep, StringComparison.Ordinal);
    }

    private Task<Device> StartAsync(string? disk) => Device.StartAsync(disk, new Dictionary<string, string> { ["runtimeFolder"] = _runtime.FullName }, _time);
}
