namespace Aurix.Platform.Tests;

/// <summary>One vault and two servers, as people use them.</summary>
public sealed class RemotesTests
{
    [Fact]
    public async Task A_vault_goes_to_two_servers_each_with_a_name_and_a_state_of_its_own()
    {
        await using var home = await RunningServer.StartAsync();
        await using var office = await RunningServer.StartOwnAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        await a.PutAsync("note:1", """{"title":"First"}""");
        (await a.EnableAsync(home.Address, first: true)).Must();
        Assert.Null((await a.JsonAsync("sync", "status"))["remotes"]);
        (await a.RunAsync("sync", "enable", office.Address, "--user", "alex", "--password-file", a.PasswordFile, "--new", "--yes", "--remote", "backup")).Must();
        (await a.RunAsync("sync", "now")).Must();

        (await b.EnableAsync(office.Address, first: false)).Must();
        (await b.RunAsync("sync", "now")).Must();
        (await a.RunAsync("sync", "pause", "--remote", "backup")).Must();
        var remotes = (await a.JsonAsync("sync", "status"))["remotes"]!.AsArray();
        var told = (await a.RunAsync("sync", "status")).Must().Output;
        var preview = await a.JsonAsync("sync", "preview", "--remote", "backup");

        Assert.Equal("""{"title":"First"}""", (await b.RunAsync("get", "note:1")).Must().Output.Trim());
        Assert.Equal(["main enabled", "backup paused"], remotes.Select(remote => $"{remote!["remote"]} {remote["state"]}"));
        Assert.Contains("aurix sync resume --remote backup", told, StringComparison.Ordinal);
        Assert.StartsWith(office.Address, (string?)preview["address"], StringComparison.Ordinal);
        (await a.RunAsync("sync", "now", "--remote", "nowhere")).MustFail(2, "RemoteUnknown");
        Assert.Contains("'aurix sync resume --remote backup'", (await a.RunAsync("sync", "now", "--remote", "backup")).Error, StringComparison.Ordinal);
        (await a.RunAsync("schedule", "add", "away", "--job", "sync.round", "--every", "1h", "--remote", "backup")).Must();
        Assert.Equal("backup", (string?)(await a.JsonAsync("schedule", "list")).AsArray().Single(schedule => (string?)schedule!["name"] == "away")!["remote"]);
        (await a.RunAsync("sync", "disable", "--remote", "backup")).Must();
        Assert.Null((await a.JsonAsync("sync", "status"))["remotes"]);
    }
}
