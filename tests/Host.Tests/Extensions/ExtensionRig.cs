using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Extensions;

/// <summary>The whole host over its modules and some extensions: good ones, two of one id, one that is no assembly, and one that fails as its setting says.</summary>
internal sealed class ExtensionRig : IAsyncDisposable
{
    private static readonly Lazy<string> Modules = new(LayOut);

    private readonly string _data = Directory.CreateTempSubdirectory("aurix-extensions-").FullName;

    public AurixHost Host { get; private set; } = null!;

    public static async Task<ExtensionRig> StartAsync(params string[] settings)
    {
        var rig = new ExtensionRig();
        Trusting.All(rig._data, Modules.Value);
        rig.Host = await new HostBuilder(new HostSettings(rig._data, Modules.Value, HostSettings.ParseModuleSettings(settings)), NullLoggerFactory.Instance, TimeProvider.System).BuildAsync(CancellationToken.None);
        return rig;
    }

    /// <summary>The plugins that were built against the first contracts.</summary>
    public static string FirstVersion { get; } = Path.Combine(Repository.Root, "tests", "Compatibility", "0.1.0");

    public Task<ExtensionAnswer> RunAsync(string extension, string operation, string argument = "null") =>
        Host.Mediator.Send(new RunExtension(extension, operation, CanonicalJson.Parse(argument)));

    public async Task<ModuleDescription> DescribeAsync(string folder) =>
        Assert.Single(await Host.Mediator.Send(new ListModules()), module => Path.GetFileName(module.Folder) == folder);

    public async Task MakeVaultAsync() => await Host.Mediator.Send(new InitialiseVault((await Host.Mediator.Send(new CreateVault())).Vault));

    /// <summary>Makes a vault and saves a document in it.</summary>
    public async Task PutAsync(string id)
    {
        await MakeVaultAsync();
        Assert.IsType<PutOutcome.Saved>(await Host.Mediator.Send(new PutDocument(new DocumentId(id), CanonicalJson.Null, null)));
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    // Not a folder that goes with a test: SQLite may be loaded from here for the life of the process.
    private static string LayOut()
    {
        var modules = Path.Combine(AppContext.BaseDirectory, "extension-modules");
        Folders.Copy(Repository.BuiltModules, modules);
        Folders.Copy(Repository.Built("modules", "NoOp"), Path.Combine(modules, "NoOp"));
        Folders.Copy(Repository.Built("tests", "Plugins", "ListeningExtension"), Path.Combine(modules, "Listening"));
        Folders.Copy(Repository.Built("tests", "Plugins", "FaultyExtension"), Path.Combine(modules, "Faulty"));
        Folders.Copy(Path.Combine(FirstVersion, "OldStrategy"), Path.Combine(modules, "OldStrategy"));
        Folders.Copy(Path.Combine(FirstVersion, "OldExtension"), Path.Combine(modules, "OldExtension"));
        foreach (var (folder, id, platform) in new[] { ("TwinA", "strangers.twin", ""), ("TwinB", "strangers.twin", ""), ("Escaping", "../crypto", ""), ("Greedy", "strangers.greedy", "\"Sqlite\"") })
        {
            Folders.Copy(Repository.Built("modules", "NoOp"), Path.Combine(modules, folder));
            File.WriteAllText(Path.Combine(modules, folder, "module.json"), $$"""{"id":"{{id}}","role":"extension","assembly":"Aurix.Platform.NoOp.dll","platform":[{{platform}}]}""");
        }

        Directory.CreateDirectory(Path.Combine(modules, "Garbage"));
        File.WriteAllText(Path.Combine(modules, "Garbage", "g.dll"), "this is no assembly");
        File.WriteAllText(Path.Combine(modules, "Garbage", "module.json"), """{"id":"strangers.garbage","role":"extension","assembly":"g.dll"}""");
        return modules;
    }
}
