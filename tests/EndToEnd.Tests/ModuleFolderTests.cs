using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>What the host does about modules that are missing, doubled, broken or somebody else's.</summary>
public sealed class ModuleFolderTests : IDisposable
{
    private readonly string _modules = Directory.CreateTempSubdirectory("aurix-modules-").FullName;

    public ModuleFolderTests() => Folders.Copy(Path.Combine(Aurix.Program, "modules"), _modules);

    public void Dispose() => Directory.Delete(_modules, recursive: true);

    [Fact]
    public async Task Every_module_is_listed_with_version_state_and_a_load_context_of_its_own()
    {
        using var aurix = new Aurix(_modules);

        var modules = (await aurix.JsonAsync("module", "list")).AsArray();

        Assert.Equal(
            ["aurix.conflict", "aurix.crypto", "aurix.gateway", "aurix.storage", "aurix.strategy.json", "aurix.strategy.keep-both", "aurix.strategy.lww", "aurix.strategy.text", "aurix.sync"],
            modules.Select(module => (string)module!["id"]!));
        Assert.All(modules, module => Assert.Equal("serving", (string)module!["state"]!));
        Assert.All(modules, module => Assert.Matches(@"^\d+\.\d+\.\d+", (string)module!["version"]!));
        Assert.Equal(modules.Count, modules.Select(module => (string)module!["loadContext"]!).Where(context => context.Length > 0 && context != "Default").Distinct().Count());
    }

    [Fact]
    public async Task Without_the_crypto_module_the_host_refuses_in_one_sentence()
    {
        Directory.Delete(Path.Combine(_modules, "Crypto"), recursive: true);
        using var aurix = new Aurix(_modules);

        var ended = await aurix.RunAsync("list");

        ended.MustFail(6, "ModuleMissing");
        Assert.Contains("'crypto'", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_strategy_the_host_starts_and_says_which_documents_have_none()
    {
        using var before = await Aurix.WithVaultAsync();
        await before.PutAsync("note:1", "{}", "note");
        await before.PutAsync("note:2", "{}", "note");
        Directory.Delete(Path.Combine(_modules, "Text"), recursive: true);

        var listed = (await before.RunAsync("list", "--modules", _modules)).Must();
        var strategies = (await before.RunAsync("strategy", "list", "--modules", _modules)).Must();

        var modules = (await before.RunAsync("module", "list", "--modules", _modules)).Must();

        Assert.Contains("note:2", listed.Output, StringComparison.Ordinal);
        Assert.Contains("No strategy for 2 documents of type 'note'", modules.Output, StringComparison.Ordinal);
        Assert.Contains("No strategy for 2 documents of type 'note': 'aurix.text' is not loaded.", strategies.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_modules_for_one_role_are_refused_by_name()
    {
        Folders.Copy(Path.Combine(_modules, "Storage"), Path.Combine(_modules, "StorageToo"));
        using var aurix = new Aurix(_modules);

        var ended = await aurix.RunAsync("list");

        ended.MustFail(6, "ModuleDoubled");
        Assert.Contains("StorageToo", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broken", "cannot be read")]
    [InlineData("foreign", "is no Aurix module")]
    [InlineData("bare", "module.json")]
    [InlineData("outside", "not in the folder")]
    [InlineData("newer", "does not know")]
    public async Task A_folder_that_holds_no_usable_module_is_set_aside_by_name_and_the_rest_serves(string kind, string expected)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_modules, "Stranger")).FullName;
        Make(kind, folder);
        using var aurix = await Aurix.WithVaultAsync(_modules);
        await aurix.RunAsync("module", "trust", folder); // those that say at least who they are

        var stranger = (await aurix.JsonAsync("module", "list")).AsArray().Single(module => (string)module!["state"]! == "quarantined")!;

        Assert.Equal("Stranger", (string)stranger["id"]!);
        Assert.Contains(expected, (string)stranger["problem"]!, StringComparison.Ordinal);
        await aurix.PutAsync("note:1", "{}");
    }

    [Fact]
    public async Task A_strategy_that_two_folders_bring_is_served_once_and_the_second_is_named()
    {
        Folders.Copy(Path.Combine(_modules, "LastWriteWins"), Path.Combine(_modules, "LastWriteWinsToo"));
        using var aurix = new Aurix(_modules);

        var modules = (await aurix.JsonAsync("module", "list")).AsArray();

        var second = Assert.Single(modules, module => (string)module!["state"]! == "quarantined");
        Assert.Contains("LastWriteWinsToo", (string)second!["problem"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_runs_when_its_owner_says_so_and_until_it_changes()
    {
        var folder = Path.Combine(_modules, "NoOp");
        Folders.Copy(Repository.Built("modules", "NoOp"), folder);
        using var aurix = await Aurix.WithVaultAsync(_modules);
        (await aurix.RunAsync("module", "run", "aurix.no-op", "nothing")).MustFail(6, "ExtensionMissing");
        Assert.Contains("is not trusted", (await StrangerAsync(aurix))!, StringComparison.Ordinal);

        var said = (await aurix.RunAsync("module", "trust", "aurix.no-op")).Must();

        Assert.StartsWith($"aurix.no-op (extension) may run with all your rights, as it is in '{folder}' now: ", said.Output, StringComparison.Ordinal);
        Assert.Null(await StrangerAsync(aurix));
        await File.WriteAllTextAsync(Path.Combine(folder, "readme.txt"), "one more file");
        Assert.Contains("is not what was trusted on", (await StrangerAsync(aurix))!, StringComparison.Ordinal);
        (await aurix.RunAsync("module", "trust", "aurix.no-op")).Must();
        (await aurix.RunAsync("module", "distrust", "aurix.no-op")).Must();
        Assert.Contains("is not trusted", (await StrangerAsync(aurix))!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_a_trusted_publisher_signed_runs_also_in_its_next_version()
    {
        var folder = Path.Combine(_modules, "NoOp");
        Folders.Copy(Repository.Built("modules", "NoOp"), folder);
        using var aurix = await Aurix.WithVaultAsync(_modules);
        var key = Path.Combine(aurix.Folder, "publisher.pem");
        (await aurix.RunAsync("module", "new-key", key)).Must();
        (await aurix.RunAsync("module", "trust", "--publisher", key + ".pub", "--name", "us")).Must();
        (await aurix.RunAsync("module", "sign", folder, "--key", key)).Must();
        Assert.Null(await StrangerAsync(aurix));

        await File.WriteAllTextAsync(Path.Combine(folder, "next.txt"), "the next version");
        Assert.Contains("does not know the file 'next.txt'", (await StrangerAsync(aurix))!, StringComparison.Ordinal);
        (await aurix.RunAsync("module", "sign", folder, "--key", key)).Must();

        Assert.Null(await StrangerAsync(aurix));
        var trusted = await aurix.JsonAsync("module", "trusted");
        Assert.Equal(("us", 0), ((string)Assert.Single(trusted["publishers"]!.AsArray())!["name"]!, trusted["modules"]!.AsArray().Count));
        (await aurix.RunAsync("module", "distrust", "us", "--publisher")).Must();
        Assert.Contains("is not trusted", (await StrangerAsync(aurix))!, StringComparison.Ordinal);
    }

    private static async Task<string?> StrangerAsync(Aurix aurix) =>
        (string?)(await aurix.JsonAsync("module", "list")).AsArray().SingleOrDefault(module => (string)module!["state"]! == "quarantined")?["problem"];

    private static void Make(string kind, string folder)
    {
        var manifest = new JsonObject { ["id"] = "a.stranger", ["role"] = "strategy", ["assembly"] = "Stranger.dll", ["uses"] = new JsonArray() };
        var dll = Path.Combine(folder, "Stranger.dll");
        switch (kind)
        {
            case "broken":
                File.WriteAllText(dll, "this is no assembly");
                break;
            case "foreign":
                File.Copy(typeof(FactAttribute).Assembly.Location, dll);
                break;
            case "bare":
                File.WriteAllText(dll, "");
                return;
            case "outside":
                manifest["assembly"] = "../Crypto/Aurix.Platform.Crypto.dll";
                break;
            case "newer":
                File.WriteAllText(dll, "");
                manifest["role"] = "teleport";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of stranger.");
        }

        File.WriteAllText(Path.Combine(folder, "module.json"), manifest.ToJsonString());
    }
}
