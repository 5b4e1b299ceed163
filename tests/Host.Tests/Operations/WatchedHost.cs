using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Swapping;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Composition;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Operations;

/// <summary>A host with one module, whose answer is the test's own, over the real pipeline.</summary>
internal sealed class WatchedHost : IAsyncDisposable
{
    private readonly Generations _generations = new();

    private readonly Generation? _sync;

    private WatchedHost(Generation storage, Generation? sync, TimeProvider time)
    {
        Storage = storage;
        _sync = sync;
        var slots = sync is null ? Serving.Slots((Roles.Storage, storage)) : Serving.Slots((Roles.Storage, storage), (Roles.Sync, sync));
        _generations.Add(storage);
        var aside = new SetAsideModules();
        var handlers = new Dictionary<Type, object>(MessageCatalog.RequestsOf(Roles.Host).Select(request => KeyValuePair.Create(MessageCatalog.HandlerOf(request), (object)null!)))
        {
            [MessageCatalog.HandlerOf(typeof(ListModules))] = new ListModulesHandler(slots, aside),
            [MessageCatalog.HandlerOf(typeof(ListStrategies))] = new ListStrategiesHandler(slots),
            [MessageCatalog.HandlerOf(typeof(ReloadStrategy))] = null!,
            [MessageCatalog.HandlerOf(typeof(ReloadModule))] = new ReloadModuleHandler(slots, null!, null!, null!, aside),
        };
        var listeners = new HostListeners();
        var mediator = new Mediator(new HandlerTable(slots, listeners, handlers, new CallLimits(Timeout.InfiniteTimeSpan, time, (_, _, _) => { }), NullLogger.Instance, time).Resolve);
        var settings = new HostSettings("", "", ImmutableDictionary<string, string>.Empty);
        Host = new AurixHost(settings, NullLoggerFactory.Instance, mediator, listeners, slots, _generations, null!, aside) { Configuration = new(new LiveSettings(settings), null!, slots) };
    }

    public AurixHost Host { get; }

    public Generation Storage { get; }

    /// <param name="answer">What the store answers when it is asked which databases there are.</param>
    public static async Task<WatchedHost> StartAsync(Func<Task<ImmutableArray<DatabaseName>>>? answer = null, TimeProvider? time = null)
    {
        var handler = new Handler(answer ?? (() => Task.FromResult(ImmutableArray<DatabaseName>.Empty)));
        var generation = Serving.Generation(services => services.AddSingleton<IRequestHandler<ListDatabases, ImmutableArray<DatabaseName>>>(handler));
        await generation.StartAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        return new(generation, sync: null, time ?? TimeProvider.System);
    }

    /// <summary>A host whose sync answers this when it is asked how it is.</summary>
    public static async Task<WatchedHost> StartAsync(SyncStatus status)
    {
        var storage = Serving.Generation(services => services.AddSingleton<IRequestHandler<ListDatabases, ImmutableArray<DatabaseName>>>(new Handler(() => Task.FromResult(ImmutableArray<DatabaseName>.Empty))));
        var sync = Serving.Generation(services => services.AddSingleton<IRequestHandler<DescribeSync, SyncStatus>>(new SyncHandler(status)));
        await storage.StartAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        await sync.StartAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        return new(storage, sync, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        if (_sync is not null)
        {
            await _sync.DisposeAsync();
        }
    }

    private sealed class SyncHandler(SyncStatus status) : IRequestHandler<DescribeSync, SyncStatus>
    {
        public Task<SyncStatus> Handle(DescribeSync request, CancellationToken cancellationToken) => Task.FromResult(status);
    }

    private sealed class Handler(Func<Task<ImmutableArray<DatabaseName>>> answer) : IRequestHandler<ListDatabases, ImmutableArray<DatabaseName>>
    {
        public Task<ImmutableArray<DatabaseName>> Handle(ListDatabases request, CancellationToken cancellationToken) => answer();
    }
}
