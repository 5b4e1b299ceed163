using System.IO.Compression;

namespace Aurix.Platform.Tests;

/// <summary>docs/write-a-strategy.md and docs/write-a-module.md as a stranger goes through them: packages, template, tests, a loaded plugin.</summary>
public sealed class AuthorsKitTests(AuthorsKit kit) : IClassFixture<AuthorsKit>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-kit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_stranger_gets_from_nothing_to_a_loaded_module()
    {
        var (hive, mine) = (Path.Combine(_folder, "hive"), Path.Combine(_folder, "Hello"));
        await Dotnet.RunAsync(_folder, "new", "install", Path.Combine(Repository.Root, "samples", "templates", "aurix-module"), "--debug:custom-hive", hive);
        await Dotnet.RunAsync(_folder, "new", "aurix-module", "-n", "Hello", "--id", "me.hello", "--feed", kit.Feed, "--aurix", kit.Version, "--debug:custom-hive", hive);
        var tested = await Dotnet.RunAsync(mine, "test", "Hello.Tests", "--nologo");
        var modules = Path.Combine(_folder, "modules");
        Folders.Copy(Path.Combine(Aurix.Program, "modules"), modules);
        await Dotnet.RunAsync(mine, "publish", "Hello", "-o", Path.Combine(modules, "Hello"), "--nologo");

        Assert.Matches(@"Passed:\s+4", tested);
        using var aurix = await Aurix.WithVaultAsync(modules);
        (await aurix.RunAsync("module", "trust", "me.hello")).Must();
        await aurix.PutAsync("note:1", "{}");
        Assert.Contains((await aurix.JsonAsync("module", "list")).AsArray(), module => (string)module!["role"]! == "extension:me.hello");
        var counted = await aurix.JsonAsync("module", "run", "me.hello", "count");
        Assert.Equal("""{"succeeded":true,"summary":"1 documents.","result":{"note":1}}""", counted.ToJsonString());
        (await aurix.RunAsync("module", "run", "me.hello", "count", "--argument", "{")).MustFail(2, "BadUsage");
        (await aurix.RunAsync("module", "run", "me.goodbye", "count")).MustFail(6, "ExtensionMissing");
    }

    [Fact]
    public void The_contracts_are_a_package_with_documentation_licence_and_symbols()
    {
        Assert.Superset(
            new HashSet<string> { "README.md", "LICENSE", "lib/net10.0/Aurix.Platform.Contracts.dll", "lib/net10.0/Aurix.Platform.Contracts.xml" },
            Entries(Path.Combine(kit.Feed, $"Aurix.Platform.Contracts.{kit.Version}.nupkg")));
        Assert.Contains("lib/net10.0/Aurix.Platform.Contracts.pdb", Entries(Path.Combine(kit.Feed, $"Aurix.Platform.Contracts.{kit.Version}.snupkg")));
    }

    [Fact]
    public async Task A_stranger_gets_from_nothing_to_a_loaded_strategy()
    {
        var (hive, mine) = (Path.Combine(_folder, "hive"), Path.Combine(_folder, "Recipes"));
        await Dotnet.RunAsync(_folder, "new", "install", Path.Combine(Repository.Root, "samples", "templates", "aurix-strategy"), "--debug:custom-hive", hive);
        await Dotnet.RunAsync(_folder, "new", "aurix-strategy", "-n", "Recipes", "--id", "me.recipes", "--feed", kit.Feed, "--aurix", kit.Version, "--debug:custom-hive", hive);
        var tested = await Dotnet.RunAsync(mine, "test", "Recipes.Tests", "--nologo");
        var modules = Path.Combine(_folder, "modules");
        Folders.Copy(Path.Combine(Aurix.Program, "modules"), modules);
        await Dotnet.RunAsync(mine, "publish", "Recipes", "-o", Path.Combine(modules, "Recipes"), "--nologo");

        Assert.Matches(@"Passed:\s+7", tested);
        Assert.Equal(
            ["Recipes.deps.json", "Recipes.dll", "Recipes.pdb", "Recipes.runtimeconfig.json", "module.json"],
            Directory.EnumerateFiles(Path.Combine(modules, "Recipes")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var aurix = await Aurix.WithVaultAsync(modules);
        (await aurix.RunAsync("module", "trust", "me.recipes.module")).Must();
        var loaded = (await aurix.JsonAsync("strategy", "list"))["loaded"]!.AsArray();
        Assert.Contains(loaded, strategy => (string)strategy!["id"]! == "me.recipes");
    }

    private static HashSet<string> Entries(string package)
    {
        using var zip = ZipFile.OpenRead(package);
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }
}
