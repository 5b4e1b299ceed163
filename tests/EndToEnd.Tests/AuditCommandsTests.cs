using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>What an owner asks about a server that they do not trust: what it sees, whether everything is there, and what was set aside.</summary>
public sealed class AuditCommandsTests
{
    [Fact]
    public async Task The_server_is_audited_and_what_it_sees_is_told()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await SyncedAsync(server);

        var audit = await a.JsonAsync("verify-remote", "--files");
        Assert.Equal((1, 1, 1, 0), ((int)audit["documents"]!, (int)audit["files"]!, (int)audit["chunks"]!, (int)audit["findingCount"]!));
        Assert.Contains("Everything is ours, sealed and there.", (await a.RunAsync("verify-remote")).Must().Output, StringComparison.Ordinal);

        var report = await a.JsonAsync("leak-report");
        Assert.Equal(("alex", 1, 2), ((string)report["user"]!, (int)report["documents"]!["count"]!, (int)report["chunks"]!["count"]!));
        var text = (await a.RunAsync("leak-report")).Must().Output;
        Assert.Contains("By watching, not stored:", text, StringComparison.Ordinal);
        Assert.DoesNotContain("harbour", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_a_server_made_up_is_listed_shown_tried_again_and_forgotten_but_never_released()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await SyncedAsync(server);
        await InjectAsync(server, a);

        (await a.RunAsync("sync", "now")).Must();

        var entry = Assert.Single((await a.JsonAsync("quarantine", "list"))["entries"]!.AsArray())!;
        var number = ((long)entry["number"]!).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(("PlaintextInjected", "guest"), ((string)entry["code"]!, (string)entry["id"]!));
        Assert.Contains("none of this device goes by that name", (await a.RunAsync("quarantine", "show", number)).Must().Output, StringComparison.Ordinal);
        (await a.RunAsync("quarantine", "release", number)).MustFail(2, "NotReleasable");
        (await a.RunAsync("quarantine", "retry")).MustFail(2, "BadUsage");
        Assert.Equal(1, (int)(await a.JsonAsync("quarantine", "retry", "--all"))["left"]!);
        var audit = await a.RunAsync("verify-remote");
        Assert.Equal(1, audit.ExitCode);
        Assert.Contains("guest", audit.Output, StringComparison.Ordinal);
        (await a.RunAsync("quarantine", "forget", number)).Must();
        Assert.Equal(3, (await a.RunAsync("quarantine", "show", number)).ExitCode);
        Assert.Contains("Nothing is set aside.", (await a.RunAsync("quarantine", "list")).Must().Output, StringComparison.Ordinal);
    }

    private static async Task<Aurix> SyncedAsync(RunningServer server)
    {
        var device = await Aurix.WithVaultAsync();
        await device.PutAsync("note:1", """{"title":"Harbour walk"}""");
        await File.WriteAllTextAsync(Path.Combine(device.Folder, "harbour.txt"), "the harbour");
        (await device.RunAsync("attach", "note:1", Path.Combine(device.Folder, "harbour.txt"))).Must();
        (await device.EnableAsync(server.Address, first: true)).Must();
        (await device.RunAsync("sync", "now")).Must();
        return device;
    }

    // Any program with the account's login can write there.
    private static async Task InjectAsync(RunningServer server, Aurix device)
    {
        var account = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(device.Data, "crypto", "keys.json")))!["account"]!;
        using var client = new HttpClient { BaseAddress = server.Listening };
        using var login = new StringContent($$"""{"name":"alex","password":"{{account["login"]}}"}""", Encoding.UTF8, "application/json");
        using var welcome = await client.PostAsync(new Uri("_session", UriKind.Relative), login);
        using var document = new StringContent("""{"text":"hello"}""", Encoding.UTF8, "application/json");
        using var written = await client.PutAsync(new Uri($"{RunningServer.Database}/guest", UriKind.Relative), document);
        Assert.True(written.IsSuccessStatusCode, await written.Content.ReadAsStringAsync());
    }
}
