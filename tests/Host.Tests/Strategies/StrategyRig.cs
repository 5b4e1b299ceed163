using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Strategies;
using Aurix.Platform.Host.Swapping;
using Aurix.Platform.Host.Trust;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Strategies;

/// <summary>The host's strategies without its modules: the real shelf, slots and pipeline over a modules folder of the test's own.</summary>
internal sealed class StrategyRig : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-strategies-").FullName;
    private readonly Generations _generations = new();
    private SlotTable _slots = new();
    private readonly TimeProvider _time;
    private Mediator? _mediator;

    public StrategyRig(TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        Directory.CreateDirectory(Modules);
    }

    public string Modules => Path.Combine(_folder, "modules");

    public string Data => Path.Combine(_folder, "data");

    public IMediator Mediator => _mediator!;

    /// <summary>What could not be brought in at the start, by folder.</summary>
    public Dictionary<string, string> Refused { get; } = [];

    /// <summary>A rig that runs with these plugins, each in the folder of its name.</summary>
    public static async Task<StrategyRig> WithAsync(params string[] plugins)
    {
        var rig = new StrategyRig();
        foreach (var plugin in plugins)
        {
            rig.Install(plugin, plugin);
        }

        await rig.StartAsync();
        return rig;
    }

    /// <summary>Puts a plugin into the modules folder as an installer does: over what is there.</summary>
    public string Install(string plugin, string folder) => InstallFrom(Repository.Built("tests", "Plugins", plugin), folder);

    public string InstallFrom(string built, string folder)
    {
        var target = Path.Combine(Modules, folder);
        Folders.Copy(built, target);
        Trust(target);
        return target;
    }

    /// <summary>What is in the folder now may run.</summary>
    public void Trust(string folder) => Trusting.One(Data, folder);

    /// <summary>Starts, or starts again: what ran before is stopped.</summary>
    public async Task StartAsync()
    {
        await AurixHost.StopAsync(_generations.All);
        foreach (var generation in _generations.All)
        {
            _generations.Remove(generation);
        }

        var slots = _slots = new SlotTable();
        var aside = new SetAsideModules();
        var shelf = new StrategyShelf(new HostSettings(Data, Modules, ImmutableDictionary<string, string>.Empty), new ModuleIntake(new ModuleStage(Path.Combine(Data, "host", "modules"), _time), new ModuleTrust(new TrustFile(Path.Combine(Data, "host")))), new StartMarks(Path.Combine(Data, "host"), _time), slots, _generations, aside, null!, NullLoggerFactory.Instance, _time);
        await shelf.FillAsync(Directory.EnumerateDirectories(Modules).Order(StringComparer.Ordinal), (_, _, folder, problem) => Refused[Path.GetFileName(folder)] = problem.Message, CancellationToken.None);
        var handlers = new Dictionary<Type, object>(MessageCatalog.RequestsOf(Roles.Host).Select(request => KeyValuePair.Create(MessageCatalog.HandlerOf(request), (object)null!)))
        {
            [MessageCatalog.HandlerOf(typeof(ListModules))] = new ListModulesHandler(slots, aside),
            [MessageCatalog.HandlerOf(typeof(ListStrategies))] = new ListStrategiesHandler(slots),
            [MessageCatalog.HandlerOf(typeof(ReloadStrategy))] = shelf.Reloader,
            [MessageCatalog.HandlerOf(typeof(ReloadModule))] = new ReloadModuleHandler(slots, null!, null!, shelf.Reloader, aside),
        };
        _mediator = new Mediator(new HandlerTable(slots, new HostListeners(), handlers, Composition.Serving.NoLimits, NullLogger.Instance, _time).Resolve);
    }

    public bool IsOurs(string strategy) => _slots.Strategies[strategy].Slot!.Current.Strategy!.IsOurs;

    public Task<MergeOutcome> ResolveAsync(string strategy, int number = 1) => Mediator.Send(new ResolveConflict(strategy, Conflict(number)));

    /// <summary>A conflict of two edits of one title.</summary>
    public static MergeInput Conflict(int number) => new(
        new DocumentType("note"),
        0,
        new MergeBase(CanonicalJson.Parse("""{"title":"before"}"""), DocumentBody.NoAttachments, BaseQuality.Exact),
        [Head(number, 1, """{"title":"first thought"}"""), Head(number, 2, """{"title":"second thought"}""")],
        CanonicalJson.EmptyObject);

    public async ValueTask DisposeAsync()
    {
        await AurixHost.StopAsync(_generations.All);
        Directory.Delete(_folder, recursive: true);
    }

    private static MergeHead Head(int number, int side, string content) => new(
        new Revision(2, new RevisionHash(((UInt128)(uint)number << 8) + (UInt128)(uint)side)),
        new HybridTimestamp(1_000 + side, 0, new ActorId((ulong)side)),
        Deleted: false,
        CanonicalJson.Parse(content),
        DocumentBody.NoAttachments);
}
