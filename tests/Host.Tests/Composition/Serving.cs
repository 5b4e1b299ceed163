using System.Collections.Immutable;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using McMaster.NETCore.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Tests.Composition;

/// <summary>Copies of modules whose code is the test's own, composed as the host composes them.</summary>
internal static class Serving
{
    /// <summary>Limits that a test never meets.</summary>
    public static CallLimits NoLimits { get; } = new(Timeout.InfiniteTimeSpan, TimeProvider.System, (_, _, _) => { });

    public static Generation Generation(Action<IServiceCollection> configure, DrainSignal? draining = null, Func<Task>? stop = null, bool isOurs = true)
    {
        var services = new ServiceCollection();
        configure(services);
        var manifest = new ModuleManifest("aurix.test", "test", typeof(Serving).Assembly.Location, ImmutableArray<string>.Empty, ImmutableArray<string>.Empty);
        var loader = PluginLoader.CreateFromAssemblyFile(manifest.AssemblyPath, config => config.IsUnloadable = true);
        var loaded = new LoadedModule(new StagedModule(manifest, "", "", IsOurs: isOurs), new Module(stop ?? (() => Task.CompletedTask)), loader, "1.0.0", "test");
        return new Generation(loaded, services.BuildServiceProvider(), draining ?? new DrainSignal());
    }

    public static SlotTable Slots(params (string Role, Generation Generation)[] serving)
    {
        var slots = new SlotTable();
        foreach (var (role, generation) in serving)
        {
            slots.AddRole(new ModuleSlot(role, generation));
        }

        return slots;
    }

    private sealed class Module(Func<Task> stop) : IModule
    {
        public void Configure(IServiceCollection services, IModuleContext context)
        {
        }

        public async ValueTask StopAsync(CancellationToken cancellationToken) => await stop();
    }
}
