namespace Aurix.Platform.Tests;

/// <summary>Two devices and a server, each a process, as people use them.</summary>
public sealed class TwoDevicesTests
{
    [Fact]
    public async Task Documents_and_files_reach_a_second_device_that_knows_only_the_password()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        var file = Path.Combine(a.Folder, "sound.bin");
        await File.WriteAllBytesAsync(file, [.. Enumerable.Range(0, 2_500_000).Select(index => (byte)(index * 7))]);
        await a.PutAsync("note:1", """{"title":"First","size":12345678901234567890}""");
        (await a.RunAsync("attach", "note:1", file)).Must();
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await a.RunAsync("sync", "now")).Must();

        (await b.EnableAsync(server.Address, first: false)).Must();
        var report = await b.JsonAsync("sync", "now");
        (await b.RunAsync("extract", "note:1", "sound.bin", "--out", Path.Combine(b.Folder, "out.bin"))).Must();

        Assert.Equal(3, (int)report["chunksPulled"]!);
        Assert.Equal("""{"size":12345678901234567890,"title":"First"}""", (await b.RunAsync("get", "note:1")).Must().Output.Trim());
        Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(Path.Combine(b.Folder, "out.bin")));
        Assert.Equal(await StateAsync(a), await StateAsync(b));
    }

    [Fact]
    public async Task Devices_know_each_other_by_name_and_show_one_fingerprint()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        await a.PutAsync("note:1", """{"title":"First"}""");
        (await a.RunAsync("vault", "name", "kitchen tablet")).Must();
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await b.EnableAsync(server.Address, first: false)).Must();
        foreach (var device in new[] { a, b, a, b })
        {
            (await device.RunAsync("sync", "now")).Must();
        }

        var devices = (await b.JsonAsync("vault", "devices")).AsArray();

        Assert.Equal([true, false], devices.Select(device => (bool)device!["this"]!));
        Assert.Equal(("kitchen tablet", 1, false), ((string)devices[1]!["name"]!, (int)devices[1]!["entries"]!, (bool)devices[1]!["retired"]!));
        Assert.Equal((await a.RunAsync("vault", "fingerprint")).Must().Output, (await b.RunAsync("vault", "fingerprint")).Must().Output);
        Assert.Empty((await b.JsonAsync("alarm", "list")).AsArray());
        Assert.Empty((await b.JsonAsync("sync", "status"))["alarms"]!.AsArray());
        Assert.NotEqual(0, (await b.RunAsync("alarm", "accept", "HeadRollback")).ExitCode);
        Assert.Contains("is retired", (await b.RunAsync("vault", "retire", "kitchen tablet")).Must().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_device_wrote_before_it_joined_goes_along_under_the_joined_keys()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        await a.PutAsync("note:a", """{"from":"a"}""");
        await a.PutAsync("note:both", """{"from":"a"}""");
        await b.PutAsync("note:b", """{"from":"b"}""");
        await b.PutAsync("note:both", """{"from":"b"}""");
        await File.WriteAllTextAsync(Path.Combine(b.Folder, "own.txt"), "a file of b's own");
        (await b.RunAsync("attach", "note:b", Path.Combine(b.Folder, "own.txt"))).Must();
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await a.RunAsync("sync", "now")).Must();

        var joined = await b.JsonAsync("sync", "enable", server.Address, "--user", "alex", "--password-file", b.PasswordFile, "--yes");
        await SettleAsync(a, b);

        Assert.Equal(2, (int)joined["reissued"]!);
        Assert.Equal(await StateAsync(a), await StateAsync(b));
        Assert.Equal("""{"from":"b"}""", (await a.RunAsync("get", "note:b")).Must().Output.Trim());
        (await a.RunAsync("extract", "note:b", "own.txt", "--out", Path.Combine(a.Folder, "own.txt"))).Must();
        Assert.Equal("a file of b's own", await File.ReadAllTextAsync(Path.Combine(a.Folder, "own.txt")));
        Assert.Equal("note:both", (string)(await a.JsonAsync("conflicts", "list"))[0]!["id"]!);
    }

    [Fact]
    public async Task Edits_made_apart_are_settled_alike_and_the_loser_is_restored_by_its_name()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        await a.PutAsync("note:1", """{"text":"before"}""");
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await a.RunAsync("sync", "now")).Must();
        (await b.EnableAsync(server.Address, first: false)).Must();
        (await b.RunAsync("sync", "now")).Must();
        var lost = await a.PutAsync("note:1", """{"text":"from a"}""");
        await b.PutAsync("note:1", """{"text":"from b, later"}""");

        await SettleAsync(a, b);

        Assert.Equal(await StateAsync(a), await StateAsync(b));
        Assert.Equal("""{"text":"from b, later"}""", (await a.RunAsync("get", "note:1")).Must().Output.Trim());
        Assert.Equal("""{"text":"from a"}""", (await b.RunAsync("get", "note:1", "--rev", lost)).Must().Output.Trim());

        (await b.RunAsync("restore", "note:1", lost)).Must();
        await SettleAsync(b, a);
        Assert.Equal("""{"text":"from a"}""", (await a.RunAsync("get", "note:1")).Must().Output.Trim());
    }

    [Fact]
    public async Task A_delete_travels_and_can_be_undone_on_the_other_device()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        var first = await a.PutAsync("note:1", """{"text":"here"}""");
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await b.RunAsync("sync", "status")).Must();
        (await a.RunAsync("sync", "now")).Must();
        (await b.EnableAsync(server.Address, first: false)).Must();
        (await b.RunAsync("sync", "now")).Must();
        (await a.RunAsync("delete", "note:1")).Must();
        await SettleAsync(a, b);

        Assert.Equal(3, (await b.RunAsync("get", "note:1")).ExitCode);

        (await b.RunAsync("restore", "note:1", first)).Must();
        await SettleAsync(b, a);
        Assert.Equal("""{"text":"here"}""", (await a.RunAsync("get", "note:1")).Must().Output.Trim());
    }

    internal static async Task SettleAsync(Aurix one, Aurix other)
    {
        (await one.RunAsync("sync", "now")).Must();
        (await other.RunAsync("sync", "now")).Must();
        (await one.RunAsync("sync", "now")).Must();
    }

    internal static async Task<string> StateAsync(Aurix device) => string.Join('\n', (await device.JsonAsync("list", "--deleted"))["documents"]!
        .AsArray().Select(document => $"{(string)document!["id"]!} {(string)document["rev"]!} {(int)document["heads"]!} {(bool)document["deleted"]!}"));
}
