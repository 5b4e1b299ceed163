namespace Aurix.Platform.Tests;

/// <summary>A device that chooses what it syncs, as somebody sets it up.</summary>
public sealed class FilteringTests
{
    [Fact]
    public async Task A_device_takes_in_notes_alone_keeps_drafts_to_itself_and_fetches_a_file_when_it_is_read()
    {
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        await File.WriteAllTextAsync(Path.Combine(a.Data, "aurix.json"), """{"settings":{"sync":{"types":["!draft"]}}}""");
        await File.WriteAllTextAsync(Path.Combine(b.Data, "aurix.json"), """{"settings":{"sync":{"types":["note"],"selector":{"pinned":true},"files":"onDemand"}}}""");
        var file = Path.Combine(a.Folder, "sound.bin");
        await File.WriteAllBytesAsync(file, [1, 2, 3]);
        await a.PutAsync("note:1", """{"pinned":true}""");
        (await a.RunAsync("attach", "note:1", file)).Must();
        await a.PutAsync("note:2", """{"pinned":false}""");
        await a.PutAsync("list:1", """{"pinned":true}""", "list");
        await a.PutAsync("draft:1", """{"pinned":true}""", "draft");
        (await a.EnableAsync(server.Address, first: true)).Must();
        (await a.RunAsync("sync", "now")).Must();
        (await b.EnableAsync(server.Address, first: false)).Must();
        var report = await b.JsonAsync("sync", "now");

        Assert.Equal((1, 0), ((int)report["documentsPulled"]!, (int)report["chunksPulled"]!));
        Assert.Equal("""{"draft":1}""", (await a.JsonAsync("sync", "preview"))["stayHere"]!.ToJsonString());
        Assert.Equal("""{"list":1,"note":1}""", (await b.JsonAsync("sync", "status"))["leftOut"]!.ToJsonString());
        (await b.RunAsync("extract", "note:1", "sound.bin", "--out", Path.Combine(b.Folder, "out.bin"))).Must();
        Assert.Equal([1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(b.Folder, "out.bin")));

        await File.WriteAllTextAsync(Path.Combine(b.Data, "aurix.json"), "{}");
        (await b.RunAsync("sync", "now")).Must();
        Assert.Equal(["list:1", "note:1", "note:2"], (await b.JsonAsync("list"))["documents"]!.AsArray().Select(document => (string)document!["id"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_selector_that_asks_for_what_is_not_offered_is_refused_with_the_reason()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await File.WriteAllTextAsync(Path.Combine(aurix.Data, "aurix.json"), """{"settings":{"sync":{"selector":{"title":{"$regex":"a"}}}}}""");

        var ended = await aurix.RunAsync("list");

        Assert.NotEqual(0, ended.ExitCode);
        Assert.Contains("'$regex' is not offered", ended.Error, StringComparison.Ordinal);
    }
}
