using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Conflict;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using McMaster.NETCore.Plugins;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Bench.Host;

/// <summary>The host's whole way to a handler of the benchmark's own: guard, MediatR, the behaviour, the lease, the circuit, the limit.</summary>
internal sealed class Pipe : IAsyncDisposable
{
    private readonly Generation _generation;

    private Pipe(Generation generation, IMediator mediator) => (_generation, Mediator) = (generation, mediator);

    public IMediator Mediator { get; }

    public static Pipe Over(IRequestHandler<EndLogin, bool> handler)
    {
        var services = new ServiceCollection();
        services.AddSingleton(handler);
        var manifest = new ModuleManifest("aurix.bench", Roles.Crypto, typeof(Pipe).Assembly.Location, ImmutableArray<string>.Empty, ImmutableArray<string>.Empty);
        var loader = PluginLoader.CreateFromAssemblyFile(manifest.AssemblyPath, config => config.IsUnloadable = true);
        var generation = new Generation(new LoadedModule(new StagedModule(manifest, "", "", IsOurs: true), new Nothing(), loader, "1.0.0", "bench"), services.BuildServiceProvider(), new DrainSignal());
        var slots = new SlotTable();
        slots.AddRole(new ModuleSlot(Roles.Crypto, generation));
        var hosts = new[] { typeof(ListModules), typeof(ListStrategies), typeof(ReloadStrategy), typeof(ReloadModule) }.ToDictionary(MessageCatalog.HandlerOf, _ => (object)null!);
        var limits = new CallLimits(TimeSpan.FromMinutes(2), TimeProvider.System, (_, _, _) => { });
        var table = new HandlerTable(slots, new HostListeners(), hosts, limits, NullLogger.Instance, TimeProvider.System);
        return new(generation, new GuardedMediator(new Mediator(table.Resolve), "bench", new HashSet<string> { Roles.Crypto }));
    }

    public ValueTask DisposeAsync() => _generation.DisposeAsync();

    private sealed class Nothing : IModule
    {
        public void Configure(IServiceCollection services, IModuleContext context)
        {
        }
    }
}
