namespace Aurix.Platform.Tests;

/// <summary>Two daemons and a server, each a process: what is put on one device is there on the other, and nobody asked.</summary>
public sealed class FollowingTests
{
    [Fact]
    public async Task What_another_process_puts_reaches_the_other_device_by_itself()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await b.EnableAsync(server.Address, first: false)).Must();
        using var here = a.Start("run");
        using var there = b.Start("run");
        try
        {
            await TellAsync(a, b);
            foreach (var daemon in new[] { here, there })
            {
                daemon.Terminate();
                await daemon.WaitForExitAsync();
                Assert.Equal(0, daemon.ExitCode);
            }
        }
        finally
        {
            here.Kill();
            there.Kill();
        }
    }

    [Fact]
    public async Task Without_a_daemon_there_is_nothing_to_watch_and_that_is_said()
    {
        using var device = await Aurix.WithVaultAsync();

        (await device.RunAsync("sync", "watch")).MustFail(2, "NotRunning");
    }

    private static async Task TellAsync(Aurix a, Aurix b)
    {
        await a.PutAsync("note:1", """{"title":"First"}""");
        await ShowsAsync(b, "note:1", """{"title":"First"}""");

        var file = Path.Combine(a.Folder, "sound.bin");
        await File.WriteAllBytesAsync(file, [.. Enumerable.Range(0, 2_500_000).Select(index => (byte)(index * 7))]);
        await b.PutAsync("note:1", """{"title":"Second"}""");
        (await a.RunAsync("attach", "note:2", file)).Must();

        await ShowsAsync(a, "note:1", """{"title":"Second"}""");
        await UntilAsync(b, async () => (await b.RunAsync("extract", "note:2", "sound.bin", "--out", Path.Combine(b.Folder, "out.bin"))).ExitCode == 0);
        Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(Path.Combine(b.Folder, "out.bin")));
        var watched = await b.JsonAsync("sync", "watch", "--once");
        Assert.Equal(["documents", "down", "files down", "files up", "up"], watched["lanes"]!.AsArray().Select(lane => (string)lane!["lane"]!));
        Assert.NotNull((string?)watched["lastEqual"]);
    }

    private static Task ShowsAsync(Aurix device, string id, string json) =>
        UntilAsync(device, async () => (await device.RunAsync("get", id)) is { ExitCode: 0 } read && read.Output.Trim() == json);

    // Each look is a process of its own, which takes its time; the number only ends a test that waits for what never comes.
    private static async Task UntilAsync(Aurix device, Func<Task<bool>> holds)
    {
        for (var looks = 0; !await holds(); looks++)
        {
            Assert.True(looks < 100, $"{device.Folder} never came to it: {(await device.RunAsync("sync", "status")).Output}");
        }
    }
}
