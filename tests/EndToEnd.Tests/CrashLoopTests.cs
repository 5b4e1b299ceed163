using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>A module that ends the process while it starts does not do so for ever.</summary>
public sealed class CrashLoopTests : IDisposable
{
    private readonly string _modules = Directory.CreateTempSubdirectory("aurix-modules-").FullName;

    public CrashLoopTests()
    {
        Folders.Copy(Path.Combine(Aurix.Program, "modules"), _modules);
        Folders.Copy(Repository.Built("tests", "Plugins", "FaultyExtension"), Faulty);
    }

    private string Faulty => Path.Combine(_modules, "Faulty");

    public void Dispose() => Directory.Delete(_modules, recursive: true);

    [Fact]
    public async Task After_three_processes_it_is_set_aside_until_its_content_changes()
    {
        using var aurix = new Aurix(_modules);
        await WriteAsync(aurix, "end of the process");
        for (var death = 0; death < 3; death++)
        {
            Assert.Contains("the end of all that runs here", (await aurix.RunAsync("module", "list")).Error, StringComparison.Ordinal);
        }

        var aside = await FaultyAsync(aurix);
        await WriteAsync(aurix, "");
        var after = await FaultyAsync(aurix);

        Assert.Equal("quarantined", (string)aside["state"]!);
        Assert.Contains("The module strangers.faulty in", (string)aside["problem"]!, StringComparison.Ordinal);
        Assert.EndsWith("ended the process three times while it started.", (string)aside["problem"]!, StringComparison.Ordinal);
        Assert.Equal("serving", (string)after["state"]!);
    }

    private async Task WriteAsync(Aurix aurix, string fault)
    {
        await File.WriteAllTextAsync(Path.Combine(Faulty, "fault"), fault);
        (await aurix.RunAsync("module", "trust", Faulty)).Must();
    }

    private static async Task<JsonNode> FaultyAsync(Aurix aurix) =>
        (await aurix.JsonAsync("module", "list")).AsArray().Single(module => (string)module!["id"]! == "strangers.faulty")!;
}
