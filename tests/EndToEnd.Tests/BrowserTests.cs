using System.Net;
using System.Net.Sockets;

namespace Aurix.Platform.Tests;

/// <summary>What a person sees and an app in a page does, in a real Chromium.</summary>
public sealed class BrowserTests
{
    [BrowserFact]
    public async Task Everything_that_the_dashboard_offers_can_be_done_in_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var aurix = await Aurix.WithVaultAsync();
        (await aurix.EnableAsync(server.Address, first: true)).Must();
        var token = (string)(await aurix.JsonAsync("app", "create", "dashboard", "--scope", "read", "write", "sync", "admin"))["token"]!;
        await using var daemon = await RunningDaemon.StartAsync(aurix);
        var pictures = Environment.GetEnvironmentVariable("AURIX_TEST_PICTURES") ?? aurix.Folder;

        Assert.Equal("shown", (await Node.RunAsync(BrowserFactAttribute.Folder, "dashboard.mjs", daemon.Apps.ToString(), token, pictures)).Trim());

        Assert.All(["documents", "document", "conflict", "sync", "modules"], name => Assert.True(new FileInfo(Path.Combine(pictures, name + ".png")).Length > 0));
    }

    [BrowserFact]
    public async Task Two_browsers_and_the_device_edit_together_while_the_lines_come_and_go_and_end_equal()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var token = (string)(await aurix.JsonAsync("app", "create", "notes"))["token"]!;
        var port = FreePort();
        await using var daemon = await RunningDaemon.StartAsync(aurix, "--set", $"gateway.cors=http://127.0.0.1:{port}");

        Assert.Equal("equal", (await Node.RunAsync(
            BrowserFactAttribute.Folder, "together.mjs", daemon.Apps.ToString(), token, $"{port}", aurix.Folder, "dotnet", Path.Combine(Aurix.Program, "aurix.dll"), "--data", aurix.Data)).Trim());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
