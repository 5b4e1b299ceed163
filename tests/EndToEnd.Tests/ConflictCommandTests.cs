using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>Two real devices and what their owner can do about conflicts from the command line.</summary>
public sealed class ConflictCommandTests
{
    [Fact]
    public async Task A_rule_made_on_one_device_settles_on_the_other_and_what_it_chose_is_shown_answered_and_undone()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        await a.PutAsync("card:1", """{"plays":4,"tags":["lake"],"title":"before"}""", "card");
        (await a.RunAsync("strategy", "use", "aurix.json", "--type", "card", "--field", "/tags=set", "--field", "/plays=counter")).Must();
        await JoinAsync(a, b, server.Address);
        (await a.RunAsync("vault", "name", "phone")).Must();
        (await a.RunAsync("sync", "now")).Must();
        var ofA = await a.PutAsync("card:1", """{"plays":5,"tags":["boat","lake"],"title":"from a"}""", "card");
        var ofB = await b.PutAsync("card:1", """{"plays":7,"tags":["lake","pier"],"title":"from b"}""", "card");
        await TwoDevicesTests.SettleAsync(a, b);

        // The rule came from A, as a document; both show the same.
        const string Joined = """{"plays":8,"tags":["boat","lake","pier"],"title":"from b"}""";
        Assert.Equal(Joined, (await a.RunAsync("get", "card:1")).Must().Output.Trim());
        Assert.Equal(Joined, (await b.RunAsync("get", "card:1")).Must().Output.Trim());
        Assert.Equal(("card", "vault"), await RuleAsync(b));

        // Why does it say that?
        var explained = await b.JsonAsync("conflicts", "show", "card:1");
        Assert.Equal(("aurix.json", "exact", false), ((string)explained["strategy"]!, (string)explained["base quality"]!, (bool)explained["provisional"]!));
        Assert.Equal("before", (string)explained["base"]!["content"]!["title"]!);
        Assert.Equal([ofA, ofB], explained["versions"]!.AsArray().Select(version => (string)version!["rev"]!));
        Assert.Equal(["phone", "this device"], explained["versions"]!.AsArray().Select(version => (string)version!["device"]!));
        Assert.Equal("phone", (string)explained["base"]!["device"]!);
        var choice = Assert.Single(explained["choices"]!.AsArray())!;
        Assert.Equal(("/title", "replaced", ofB), ((string)choice["path"]!, (string)choice["kind"]!, (string)choice["chosen"]!));
        var shown = (await a.RunAsync("conflicts", "show", "card:1")).Must().Output;
        Assert.Contains("was settled by aurix.json v1", shown, StringComparison.Ordinal);
        Assert.Contains("Both versions changed this; the later one stands (at /title, choice ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("It was edited since", shown, StringComparison.Ordinal);
        Assert.Equal(1, (int)Assert.Single((await a.JsonAsync("conflicts", "list", "--open")).AsArray())!["choices"]!);

        // Nothing would differ under the rule; under another strategy something would.
        Assert.Equal("the same", (string)(await b.JsonAsync("strategy", "dry-run", "aurix.json"))[0]!["difference"]!);
        Assert.Equal("something else", (string)(await b.JsonAsync("strategy", "dry-run", "aurix.lww"))[0]!["difference"]!);

        // The other title shall stand, on both devices.
        (await a.RunAsync("conflicts", "answer", "card:1", ofA, "--choice", (string)choice["id"]!)).Must();
        await TwoDevicesTests.SettleAsync(a, b);
        Assert.Equal("""{"plays":8,"tags":["boat","lake","pier"],"title":"from a"}""", (await b.RunAsync("get", "card:1")).Must().Output.Trim());
        Assert.Empty((await b.JsonAsync("conflicts", "list", "--open")).AsArray());

        Assert.Contains("It was edited since", (await b.RunAsync("conflicts", "show", "card:1")).Must().Output, StringComparison.Ordinal);

        // And the whole merge is taken back, by name since it was edited on.
        (await b.RunAsync("conflicts", "undo", "card:1")).MustFail(2, "EditedSince");
        (await b.RunAsync("conflicts", "undo", "card:1", ofB)).Must();
        await TwoDevicesTests.SettleAsync(b, a);
        Assert.Equal("""{"plays":7,"tags":["lake","pier"],"title":"from b"}""", (await a.RunAsync("get", "card:1")).Must().Output.Trim());

        // The rule goes, what it made stays.
        (await b.RunAsync("strategy", "drop", "card")).Must();
        (await b.RunAsync("strategy", "drop", "card")).MustFail(2, "RuleMissing");
        await TwoDevicesTests.SettleAsync(b, a);
        Assert.DoesNotContain((await a.JsonAsync("strategy", "list"))["rules"]!.AsArray(), rule => (string)rule!["source"]! == "vault");
    }

    [Fact] // §5: defer, never guess
    public async Task A_device_without_the_strategy_waits_says_why_and_gets_what_the_other_made()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        var modules = Directory.CreateTempSubdirectory("aurix-modules-").FullName;
        Folders.Copy(Path.Combine(Aurix.Program, "modules"), modules);
        Directory.Delete(Path.Combine(modules, "Text"), recursive: true);
        await a.PutAsync("note:1", """{"text":"we meet at the lake"}""");
        await JoinAsync(a, b, server.Address);
        await a.PutAsync("note:1", """{"text":"we meet early at the lake"}""");
        await b.PutAsync("note:1", """{"text":"we meet at the old lake"}""");
        (await a.RunAsync("sync", "now")).Must();

        var waiting = JsonNode.Parse((await b.RunAsync("sync", "now", "--json", "--modules", modules)).Must().Output)!;
        var listed = JsonNode.Parse((await b.RunAsync("conflicts", "list", "--json", "--modules", modules)).Must().Output)![0]!;

        Assert.Equal(1, (int)waiting["waiting"]!);
        Assert.Equal((false, "the strategy 'aurix.text' is not loaded"), ((bool)listed["settled"]!, (string)listed["reason"]!));
        (await a.RunAsync("sync", "now")).Must(); // A has the strategy
        (await b.RunAsync("sync", "now", "--modules", modules)).Must();
        Assert.Equal("""{"text":"we meet early at the old lake"}""", (await b.RunAsync("get", "note:1", "--modules", modules)).Must().Output.Trim());
        Directory.Delete(modules, recursive: true);
    }

    [Fact]
    public async Task What_cannot_be_answered_is_refused_in_one_sentence()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var only = await aurix.PutAsync("note:1", "{}");

        Assert.Equal(3, (await aurix.RunAsync("conflicts", "show", "note:1")).ExitCode);
        (await aurix.RunAsync("conflicts", "undo", "note:1")).MustFail(2, "NothingToUndo");
        (await aurix.RunAsync("conflicts", "answer", "note:1")).MustFail(2, "BadUsage");
        (await aurix.RunAsync("conflicts", "answer", "note:1", only)).MustFail(2, "NotOpen");
        (await aurix.RunAsync("conflicts", "answer", "note:1", only, "--choice", "none")).MustFail(2, "RecordMissing");
        (await aurix.RunAsync("conflicts", "answer", "nowhere", only)).MustFail(2, "DocumentMissing");
        (await aurix.RunAsync("strategy", "use", "no.such")).MustFail(6, "StrategyMissing");
        (await aurix.RunAsync("strategy", "use", "aurix.json", "--field", "tags")).MustFail(2, "BadUsage");
        (await aurix.RunAsync("strategy", "use", "aurix.json", "--options", "[]")).MustFail(2, "BadUsage");
        (await aurix.RunAsync("strategy", "use", "aurix.json", "--rule", "Not A Name")).MustFail(2, "BadRule");
        (await aurix.RunAsync("strategy", "dry-run", "no.such")).MustFail(6, "StrategyMissing");
    }

    private static async Task<(string Id, string Source)> RuleAsync(Aurix device)
    {
        var rule = (await device.JsonAsync("strategy", "list"))["rules"]![0]!;
        return ((string)rule["id"]!, (string)rule["source"]!);
    }

    private static async Task JoinAsync(Aurix a, Aurix b, string address)
    {
        (await a.EnableAsync(address, first: true)).Must();
        (await a.RunAsync("sync", "now")).Must();
        (await b.EnableAsync(address, first: false)).Must();
        (await b.RunAsync("sync", "now")).Must();
    }
}
