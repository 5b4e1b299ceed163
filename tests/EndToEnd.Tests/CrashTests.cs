using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>The process is killed as a power cut would kill it, and has lost nothing that it acknowledged (I-1, I-2).</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    [InlineData(240)]
    public async Task A_device_killed_while_it_writes_has_every_document_that_it_acknowledged(int afterAcknowledgements)
    {
        using var aurix = await Aurix.WithVaultAsync();
        using var writing = aurix.Start(["put", "-", "--lines"], redirectInput: true);
        var feeding = FeedAsync(writing.StandardInput);

        var acknowledged = new List<(string Id, string Rev)>();
        while (acknowledged.Count < afterAcknowledgements)
        {
            var line = JsonNode.Parse((await writing.StandardOutput.ReadLineAsync())!)!;
            acknowledged.Add(((string)line["id"]!, (string)line["rev"]!));
        }

        writing.Kill();
        await writing.WaitForExitAsync();
        await feeding;

        var found = (await aurix.JsonAsync("list", "--limit", "1000"))["documents"]!.AsArray().ToDictionary(document => (string)document!["id"]!, document => (string)document!["rev"]!);
        Assert.All(acknowledged, document => Assert.Equal(document.Rev, found.GetValueOrDefault(document.Id)));
        (await aurix.RunAsync("doctor")).Must();
    }

    [Fact]
    public async Task A_server_killed_while_devices_push_has_what_it_acknowledged_and_the_next_round_brings_the_rest()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        (await a.FeedAsync(Lines(1500), "put", "-", "--lines")).Must();
        (await a.EnableAsync(server.Address, first: true)).Must();

        var pushing = a.RunAsync("sync", "now");
        await Growth.OfAsync(server.DataFolder);
        await server.CrashAndRestartAsync();
        await pushing; // ended well or badly: either is allowed, losing something is not
        (await a.RunAsync("sync", "now")).Must();

        using var b = await Aurix.WithVaultAsync();
        (await b.EnableAsync(server.Address, first: false)).Must();
        (await b.RunAsync("sync", "now")).Must();
        Assert.Equal(await AllAsync(a), await AllAsync(b));
    }

    [Theory]
    [InlineData("a")] // the device that sends
    [InlineData("b")] // the device that receives
    public async Task A_daemon_killed_while_it_syncs_goes_on_where_it_was(string killed)
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        (await a.FeedAsync(Lines(1500), "put", "-", "--lines")).Must();
        (await a.EnableAsync(server.Address, first: true)).Must();
        if (killed == "b")
        {
            (await a.RunAsync("sync", "now")).Must();
        }

        (await b.EnableAsync(server.Address, first: false)).Must();
        var device = killed == "a" ? a : b;
        using (var daemon = device.Start("run", "--set", "sync.interval=1"))
        {
            await Growth.OfAsync(killed == "a" ? server.DataFolder : b.Data);
            daemon.Kill();
            await daemon.WaitForExitAsync();
        }

        (await device.RunAsync("doctor")).Must();
        await TwoDevicesTests.SettleAsync(a, b);

        Assert.Equal(1500, (await AllAsync(b)).Count);
        Assert.Equal(await AllAsync(a), await AllAsync(b));
    }

    private static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(Line));

    private static string Line(int number) => $$$"""{"id":"note:{{{number:00000}}}","type":"note","content":{"number":{{{number}}},"text":"some words to carry about"}}""" + "\n";

    private static async Task FeedAsync(StreamWriter input)
    {
        try
        {
            for (var number = 0; ; number++)
            {
                await input.WriteAsync(Line(number));
            }
        }
        catch (IOException)
        {
            // the reader was killed, as meant
        }
    }

    private static async Task<List<string>> AllAsync(Aurix device)
    {
        var all = new List<string>();
        string? after = null;
        do
        {
            var page = await device.JsonAsync(["list", "--limit", "1000", .. after is null ? Array.Empty<string>() : ["--after", after]]);
            all.AddRange(page["documents"]!.AsArray().Select(document => $"{(string)document!["id"]!} {(string)document["rev"]!}"));
            after = (string?)page["next"];
        }
        while (after is not null);

        return all;
    }
}
