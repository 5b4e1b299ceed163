using System.Reflection;
using System.Runtime.Loader;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Strangers;

[assembly: Module(typeof(FaultyModule))]

namespace Strangers;

/// <summary>A module of whatever role, put around a real one that lies beside it: does what that one does, and wrong what the file <c>fault</c> says.</summary>
public sealed class FaultyModule : IModule
{
    private readonly IModule _inner;

    /// <summary>Fails when it is made, if it shall.</summary>
    public FaultyModule()
    {
        if (Fault.Written == "constructor")
        {
            throw new InvalidOperationException("not born today");
        }

        var inner = AssemblyLoadContext.GetLoadContext(typeof(FaultyModule).Assembly)!.LoadFromAssemblyPath(Path.Combine(Fault.Folder, Fault.Read("inner")));
        _inner = (IModule)Activator.CreateInstance(inner.GetCustomAttribute<ModuleAttribute>()!.ModuleType)!;
    }

    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        if (Fault.Written == "configure")
        {
            throw new InvalidOperationException("no services today");
        }

        _inner.Configure(services, context);
    }

    /// <inheritdoc/>
    public async ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await Fault.StartAsync(Fault.Written);
        await _inner.StartAsync(services, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask StopAsync(CancellationToken cancellationToken) => _inner.StopAsync(cancellationToken);
}
