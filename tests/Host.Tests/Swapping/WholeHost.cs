using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Swapping;

/// <summary>The whole host with the modules that the build laid out, over a data folder and a modules folder of the test's own.</summary>
internal sealed class WholeHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-host-").FullName;
    private AurixHost? _host;

    private WholeHost() => Folders.Copy(Repository.BuiltModules, Modules);

    public string Modules => Path.Combine(_folder, "modules");

    public string Data => Path.Combine(_folder, "data");

    public IMediator Mediator => _host!.Mediator;

    public AurixHost Host => _host!;

    /// <summary>One that has not started: its modules folder can be changed before.</summary>
    public static WholeHost LaidOut() => new();

    /// <summary>Starts it with an empty vault.</summary>
    public static async Task<WholeHost> StartAsync(params string[] settings)
    {
        var host = new WholeHost();
        await host.RestartAsync(settings);
        var vault = await host.Mediator.Send(new CreateVault());
        await host.Mediator.Send(new InitialiseVault(vault.Vault));
        return host;
    }

    /// <summary>Trusts what lies in its modules folder, and starts it over the same data.</summary>
    public Task RestartAsync(params string[] settings)
    {
        Trust();
        return RestartUntrustedAsync(settings);
    }

    /// <summary>Stops it, and starts it over the same data.</summary>
    public async Task RestartUntrustedAsync(params string[] settings)
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
            _host = null;
        }

        _host = await new HostBuilder(new HostSettings(Data, Modules, HostSettings.ParseModuleSettings(settings)), NullLoggerFactory.Instance, TimeProvider.System).BuildAsync(CancellationToken.None);
    }

    /// <summary>Copies a built module into the modules folder, over what is there, and answers its folder there.</summary>
    public string Install(string built, string folder)
    {
        var target = Path.Combine(Modules, folder);
        Folders.Copy(built, target);
        return target;
    }

    /// <summary>Whatever lies in the modules folder now may run, and what did before may still.</summary>
    public void Trust() => Trusting.All(Data, Modules);

    /// <summary>Trusts what is there, and takes a module anew.</summary>
    public Task<ModuleReloaded> ReloadAsync(string module)
    {
        Trust();
        return Mediator.Send(new ReloadModule(module));
    }

    public async Task<ModuleDescription> DescribeAsync(string folder) =>
        Assert.Single(await Mediator.Send(new ListModules()), module => Path.GetFileName(module.Folder) == folder);

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
