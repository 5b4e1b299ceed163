
namespace Aurix.Platform.Tests;

/// <summary>The life of the keys as a person types it.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class VaultCommandTests
{
    private const string New = "anchor velvet maple orbit quarry";

    [Fact]
    public async Task A_password_is_changed_and_the_other_device_signs_in_again()
    {
        using var one = await Aurix.WithVaultAsync();
        using var two = await Aurix.WithVaultAsync();
        await using var server = await RunningServer.StartAsync();
        (await one.EnableAsync(server.Address, first: true)).Must();
        (await two.EnableAsync(server.Address, first: false)).Must();
        await one.PutAsync("note:1", """{"text":"kept"}""");

        (await one.FeedAsync($"{Aurix.Password}\nshort words\n", "vault", "password", "--password-file", "-", "--new-password-file", "-")).MustFail(2, "PasswordWeak");
        (await one.FeedAsync($"{Aurix.Password}\n{New}\n", "vault", "password", "--password-file", "-", "--new-password-file", "-")).Must();
        (await one.RunAsync("sync", "now")).Must();

        (await two.RunAsync("sync", "now")).MustFail(1, "LoginRefused");
        (await two.FeedAsync(New + "\n", "sync", "login", "--password-file", "-")).Must();
        (await two.RunAsync("sync", "now")).Must();
        Assert.Contains("kept", (await two.RunAsync("get", "note:1")).Must().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Protected_keys_are_open_for_the_commands_that_follow_until_they_are_locked()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", "{}");
        var passphrase = Path.Combine(aurix.Folder, "passphrase");
        await File.WriteAllTextAsync(passphrase, New);
        var runtime = Directory.CreateDirectory(Path.Combine("/dev/shm", Path.GetFileName(aurix.Folder)), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Task<Aurix.Ended> RunAsync(params string[] arguments) => aurix.RunAsync([.. arguments, "--set", $"crypto.runtimeFolder={runtime.FullName}"]);
        try
        {
            (await RunAsync("vault", "protect", "--new-passphrase-file", passphrase)).Must();
            (await RunAsync("list")).Must();

            (await RunAsync("vault", "lock")).Must();
            (await RunAsync("list")).MustFail(1, "VaultLocked");
            Assert.Contains("locked", (await RunAsync("vault", "status")).Must().Output, StringComparison.Ordinal);
            (await RunAsync("list", "--passphrase-file", passphrase)).Must();
            (await RunAsync("list")).MustFail(1, "VaultLocked");
            (await RunAsync("vault", "unlock", "--passphrase-file", aurix.PasswordFile)).MustFail(1, "PassphraseWrong");

            (await RunAsync("vault", "unlock", "--passphrase-file", passphrase)).Must();
            (await RunAsync("list")).Must();
        }
        finally
        {
            runtime.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_keys_are_replaced_and_the_devices_that_are_left_go_on()
    {
        using var one = await Aurix.WithVaultAsync();
        using var two = await Aurix.WithVaultAsync();
        using var lost = await Aurix.WithVaultAsync();
        await using var server = await RunningServer.StartAsync();
        (await one.EnableAsync(server.Address, first: true)).Must();
        (await two.EnableAsync(server.Address, first: false)).Must();
        (await lost.EnableAsync(server.Address, first: false)).Must();
        await one.PutAsync("note:1", """{"text":"before"}""");
        await two.PutAsync("note:2", """{"text":"written before two knew"}""");

        (await one.FeedAsync($"{Aurix.Password}\n{Aurix.Password}\n", "vault", "rotate", "--password-file", "-", "--new-password-file", "-")).MustFail(2, "PasswordSame");
        var rotated = (await one.FeedAsync($"{Aurix.Password}\n{New}\n", "vault", "rotate", "--password-file", "-", "--new-password-file", "-")).Must().Output;
        Assert.Contains("epoch 2", rotated, StringComparison.Ordinal);
        Assert.Contains("R1", rotated, StringComparison.Ordinal);

        (await two.FeedAsync(New + "\n", "sync", "login", "--password-file", "-")).Must();
        (await two.RunAsync("sync", "now")).Must();
        (await one.RunAsync("sync", "now")).Must();
        Assert.Equal("written before two knew", (string?)(await one.JsonAsync("get", "note:2"))["content"]!["text"]);
        (await lost.RunAsync("sync", "now")).MustFail(1, "LoginRefused");
        var status = await one.JsonAsync("vault", "status");
        Assert.Equal((2, 2), ((int)status["epoch"]!, (int)status["underOlderKeys"]!));
        Assert.Empty((await one.JsonAsync("alarm", "list")).AsArray());
    }

    [Fact]
    public async Task A_device_is_invited_by_a_code_and_needs_no_password()
    {
        using var one = await Aurix.WithVaultAsync();
        using var two = await Aurix.WithVaultAsync();
        await using var server = await RunningServer.StartAsync();
        (await one.EnableAsync(server.Address, first: true)).Must();
        await one.PutAsync("note:1", """{"text":"shared"}""");
        (await one.RunAsync("sync", "now")).Must();

        var printed = (await one.RunAsync("vault", "invite")).Must().Output;
        var code = printed.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("N1", StringComparison.Ordinal));
        (await two.FeedAsync(code[..^1] + "?\n", "sync", "enable", server.Address, "--user", "alex", "--invitation-file", "-", "--yes")).MustFail(2, "InvitationInvalid");
        (await two.FeedAsync(code + "\n", "sync", "enable", server.Address, "--user", "alex", "--invitation-file", "-", "--yes")).Must();
        (await two.RunAsync("sync", "now")).Must();

        Assert.Equal("shared", (string?)(await two.JsonAsync("get", "note:1"))["content"]!["text"]);
        (await one.RunAsync("vault", "invite", "--revoke")).Must();
        using var three = await Aurix.WithVaultAsync();
        Assert.Equal(1, (await three.FeedAsync(code + "\n", "sync", "enable", server.Address, "--user", "alex", "--invitation-file", "-", "--yes")).ExitCode);
    }

    [Fact]
    public async Task A_recovery_code_is_printed_with_squares_to_scan_and_sets_a_new_password()
    {
        using var one = await Aurix.WithVaultAsync();
        await using var server = await RunningServer.StartAsync();
        (await one.EnableAsync(server.Address, first: true)).Must();

        var printed = (await one.RunAsync("vault", "recovery-code")).Must().Output;
        var code = printed.Split('\n').Select(line => line.Trim()).Single(line => line.StartsWith("R1", StringComparison.Ordinal));
        Assert.Contains("█", printed, StringComparison.Ordinal);

        (await one.FeedAsync($"{code[..^1]}?\n{New}\n", "vault", "recover", "--code-file", "-", "--new-password-file", "-")).MustFail(2, "RecoveryCodeInvalid");
        (await one.FeedAsync($"{code}\n{New}\n", "vault", "recover", "--code-file", "-", "--new-password-file", "-")).Must();
        (await one.FeedAsync(New + "\n", "sync", "login", "--password-file", "-")).Must();
    }
}
