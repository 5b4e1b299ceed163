namespace Aurix.Platform.Tests;

/// <summary>What only its owner may say yes to, as a script meets it.</summary>
public sealed class ConsentTests
{
    [Fact]
    public async Task Without_a_terminal_a_yes_has_to_be_said_beforehand()
    {
        using var aurix = await Aurix.WithVaultAsync();

        (await aurix.RunAsync("sync", "enable", "http://127.0.0.1:1/aurix-x", "--user", "alex", "--password-file", aurix.PasswordFile)).MustFail(2, "ConsentMissing");
        (await aurix.RunAsync("sync", "disable", "--remove-remote")).MustFail(2, "ConsentMissing");
        (await aurix.RunAsync("sync", "pause")).MustFail(2, "SyncOff");
    }

    [Fact]
    public async Task Opting_in_says_what_leaves_pausing_stops_it_and_the_servers_copy_can_be_removed()
    {
        await using var server = await RunningServer.StartAsync();
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", """{"text":"a"}""");

        var enabled = await aurix.JsonAsync("sync", "enable", server.Address, "--user", "alex", "--password-file", aurix.PasswordFile, "--new", "--yes");
        Assert.Equal(1, (int)enabled["leaves"]!["documents"]!);
        Assert.True((bool)enabled["enabled"]!);
        Assert.NotEmpty(enabled["leaves"]!["serverInfers"]!.AsArray());
        (await aurix.RunAsync("sync", "now")).Must();
        Assert.Equal("Nothing", (string?)(await aurix.JsonAsync("vault", "collect"))["phase"]); // in a host that lets no module ask whom it does not use

        (await aurix.RunAsync("sync", "pause")).Must();
        (await aurix.RunAsync("sync", "now")).MustFail(2, "SyncPaused");
        Assert.Equal("paused", (string?)(await aurix.JsonAsync("sync", "status"))["state"]);
        (await aurix.RunAsync("sync", "resume")).Must();

        var removed = await aurix.JsonAsync("sync", "disable", "--remove-remote", "--yes");
        Assert.Equal(1, (int)removed["removed"]!["documents"]!);
        Assert.Equal("off", (string?)(await aurix.JsonAsync("sync", "status"))["state"]);
        Assert.Contains("\"a\"", (await aurix.RunAsync("get", "note:1")).Must().Output, StringComparison.Ordinal);
    }
}
