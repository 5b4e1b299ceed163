using Aurix.Platform.Crypto;
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
        var optingOut = new TaskCompletionSource<Task<bool>>();
        world.Proxy.After = (request, answer) =>
        {
            if (request.Is("GET", "/_changes"))
            {
                optingOut.TrySetResult(world.A.Mediator.Send(new DisableSync()));
            }

            return answer;
        };

        var refused = await Assert.ThrowsAsync<UsageException>(world.A.SyncAsync);

        Assert.Equal("SyncOff", refused.Code);
        Assert.True(await await optingOut.Task);
        Assert.Equal(0, world.Proxy.Count("POST", "/_bulk_docs"));
    }

    [Theory]
    [InlineData("http://sync.example/aurix-test", "InsecureTransport")]
    [InlineData("http://127.0.0.1.example/aurix-test", "InsecureTransport")]
    [InlineData("ftp://127.0.0.1/aurix-test", "BadAddress")]
    [InlineData("https://alex:secret@sync.example/aurix-test", "BadAddress")]
    [InlineData("https://sync.example/Aurix Test", "BadAddress")]
    public async Task T73_An_address_that_would_leak_or_makes_no_sense_is_refused_before_anything_is_sent(string address, string code)
    {
        await using var device = await Device.StartAsync();

        var refused = await Assert.ThrowsAsync<UsageException>(() => device.EnableAsync(address));

        Assert.Equal(code, refused.Code);
        Assert.False(File.Exists(device.AccountPath));
    }

    [Fact]
    public async Task T05_A_wrong_password_is_tried_once()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}", "another password"));

        Assert.Equal("LoginRefused", refused.Code);
        Assert.Equal(1, world.Proxy.Count("POST", "/_session"));
        Assert.False(File.Exists(world.A.AccountPath));
    }

    [Fact]
    public async Task T15_A_vault_is_made_only_when_asked_for_and_only_once()
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
    public async Task The_account_file_is_its_owners_alone_and_holds_neither_password_nor_login()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());
        await world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}");

        Assert.DoesNotContain(World.Password, await File.ReadAllTextAsync(world.A.AccountPath));
        Assert.DoesNotContain("login", await File.ReadAllTextAsync(world.A.AccountPath));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(world.A.AccountPath));
        }
    }

    [Fact]
    public async Task A_login_that_an_older_build_left_in_the_account_file_is_moved_to_the_keys()
    {
        await using var world = await World.StartAsync(1);
        using (var kept = await world.A.Mediator.Send(new RecallLogin()))
        {
            await world.A.Mediator.Send(new ForgetLogin());
            var account = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(world.A.AccountPath))!;
            account["login"] = kept!.ServerPassword.Reveal();
            await File.WriteAllTextAsync(world.A.AccountPath, account.ToJsonString());
        }

        await world.A.SyncAsync();

        Assert.DoesNotContain("login", await File.ReadAllTextAsync(world.A.AccountPath));
        using var moved = await world.A.Mediator.Send(new RecallLogin());
        Assert.NotNull(moved);
    }

    [Fact]
    public async Task T06_What_keys_are_made_of_is_in_no_request_and_no_file_and_the_login_only_where_it_belongs()
    {
        await using var world = await World.StartAsync(1);
        await world.A.Mediator.Send(new DisableSync());
        await world.A.EnableAsync($"{world.Proxy.Address}/{World.Database}");
        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();
        var stretched = new byte[32];
        var (auth, kek, root) = (new byte[32], new byte[32], new byte[32]);
        using (var password = Secret.FromCharacters(World.Password))
        {
            var sodium = new Crypto.Tests.RememberingSodium();
            new Crypto.Login.PasswordStretcher(sodium).Stretch(stretched, password, Crypto.Login.LoginAddress.From(World.User, World.Database));
            new Crypto.Login.KeySplit(sodium).Split(auth, kek, stretched, []);
            sodium.Hash(root, [.. "aurix/1/root"u8, 0, 0, .. stretched]);
        }

        foreach (var request in world.Proxy.Requests)
        {
            AssertHoldsNone(request.Body, [stretched, root, kek]);
            AssertHoldsNone(request.Body, request.Is("POST", "/_session") ? [] : [auth]);
            AssertHoldsNone(System.Text.Encoding.UTF8.GetBytes(request.Path), [stretched, root, kek, auth]);
        }

        foreach (var file in Directory.EnumerateFiles(world.A.Disk, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            AssertHoldsNone(await ReadAsync(file), Path.GetFileName(file) == "keys.json" ? [stretched, root, kek] : [stretched, root, kek, auth]);
        }
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    // None of these, in any spelling that we use.
    private static void AssertHoldsNone(byte[] bytes, byte[][] none) => Assert.All(none, secret =>
    {
        Assert.Equal(-1, bytes.AsSpan().IndexOf(secret));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(secret))));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret))));
    });

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
    public async Task T15_T16_A_server_that_shows_no_vault_or_another_gets_nothing(bool removed, string code)
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
