using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Extensions;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Maintenance;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Scheduling;
using Aurix.Platform.Host.Strategies;
using Aurix.Platform.Host.Swapping;
using Aurix.Platform.Host.Trust;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Finds modules, loads them, composes MediatR over them, counts the handlers, starts them, and gets out of the way.</summary>
internal sealed class HostBuilder(HostSettings settings, ILoggerFactory logging, TimeProvider time)
{
    // Users after what they use: the order of the starts, and in reverse that of the stops.
    public static readonly ImmutableArray<string> RequiredRoles = [Roles.Crypto, Roles.Storage, Roles.Conflict, Roles.Sync, Roles.Gateway];

    private readonly ILogger _logger = logging.CreateLogger("Aurix.Platform.Host");
    private readonly SlotTable _slots = new();
    private readonly HostListeners _listeners = new();
    private readonly SetAsideModules _aside = new();
    private readonly Generations _generations = new();
    private readonly List<string> _strategyFolders = [];
    private readonly List<ModuleManifest> _extensions = [];
    private readonly List<StagedModule> _standIns = [];
    private readonly ModuleIntake _intake = new(new ModuleStage(Path.Combine(settings.HostFolder, "modules"), time), new ModuleTrust(new TrustFile(settings.HostFolder)));
    private readonly StartMarks _marks = new(settings.HostFolder, time);
    private readonly LiveSettings _live = new(settings);
    private IMediator? _mediatr;
    private StrategyShelf? _strategyShelf;
    private ExtensionShelf? _extensionShelf;

    private LastGood LastGood => new(settings.HostFolder, _intake, time);

    /// <summary>Composes the modules, starts none, and answers what they know and what is wrong with the configuration.</summary>
    public async Task<ConfigurationSurvey> SurveyAsync()
    {
        try
        {
            var audit = ComposeRoles(StarterWith(new ModuleComposer(_live, new LateMediator(() => _mediatr!), logging, time)));
            return new(_live, audit);
        }
        finally
        {
            await StopQuietlyAsync();
        }
    }

    /// <exception cref="ModuleException">A role has no module or two, or a message has no handler or two. One sentence names it.</exception>
    public async Task<AurixHost> BuildAsync(CancellationToken cancellationToken)
    {
        var mediator = new LateMediator(() => _mediatr!);
        var composer = new ModuleComposer(_live, mediator, logging, time);
        ModuleSwapper swapper;
        try
        {
            var starter = StarterWith(composer);
            ComposeRoles(starter).Insist();
            _strategyShelf = new StrategyShelf(settings, _intake, _marks, _slots, _generations, _aside, mediator, logging, time);
            await _strategyShelf.FillAsync(_strategyFolders, SetAside, cancellationToken);
            swapper = new ModuleSwapper(_generations, _intake, _marks, LastGood, composer, time, _logger);
            var rescue = new Rescue(swapper, _slots, _logger);
            var maintenance = new MaintenanceHandler(mediator, () => _live.Current, time);
            var conditions = new ConditionsHandler(new ConditionsFile(settings.HostFolder), mediator, time);
            var hostHandlers = new Dictionary<Type, object>
            {
                [MessageCatalog.HandlerOf(typeof(ListModules))] = new ListModulesHandler(_slots, _aside),
                [MessageCatalog.HandlerOf(typeof(ListStrategies))] = new ListStrategiesHandler(_slots),
                [MessageCatalog.HandlerOf(typeof(ReloadStrategy))] = _strategyShelf.Reloader,
                [MessageCatalog.HandlerOf(typeof(SetConditions))] = conditions,
                [MessageCatalog.HandlerOf(typeof(DescribeConditions))] = conditions,
                [MessageCatalog.HandlerOf(typeof(RunStoreCheck))] = maintenance,
                [MessageCatalog.HandlerOf(typeof(RunRemoteCheck))] = maintenance,
                [MessageCatalog.HandlerOf(typeof(RunBackup))] = maintenance,
                [MessageCatalog.HandlerOf(typeof(ReloadModule))] = new ReloadModuleHandler(_slots, swapper, rescue, _strategyShelf.Reloader, _aside),
            };
            _mediatr = new Mediator(new HandlerTable(_slots, _listeners, hostHandlers, new CallLimits(() => _live.Current.MessageLimit, time, rescue.OnTripped), _logger, time, LogFormat.ScopesOf(logging)).Resolve);
            foreach (var role in RequiredRoles)
            {
                await starter.StartAsync(_slots.ForRole(role), cancellationToken);
            }

            LastGood.Note(_slots.Roles.Select(slot => slot.Current.Loaded.Staged));
            _extensionShelf = new ExtensionShelf(_slots, _generations, new ExtensionLoader(_intake, _marks, composer));
            await _extensionShelf.FillAsync(_extensions, SetAside, cancellationToken);
            _intake.Sweep();
            _marks.Sweep();
        }
        catch
        {
            await StopQuietlyAsync();
            throw;
        }

        return new AurixHost(settings, logging, new GuardedMediator(_mediatr, "host", allowed: null), _listeners, _slots, _generations, swapper, _aside) { Configuration = new(_live, composer, _slots), OwnJobs = HostJobs.Of };
    }

    private RoleStarter StarterWith(ModuleComposer composer) => new(composer, LastGood, _marks, _generations, _logger);

    private ConfigurationAudit ComposeRoles(RoleStarter starter)
    {
        OwnerOnly.CreateFolder(settings.DataDirectory); // before anything is put below it: a folder that is made on the way to another is open to everybody
        _live.Learn(HostJobs.Knowledge(settings));
        var audit = new ConfigurationAudit(_live);
        var found = audit.Attempt(Discover) ?? [];
        foreach (var role in RequiredRoles)
        {
            if (audit.Attempt(() => starter.Compose(TheOneFor(role, found), role)) is { } generation)
            {
                _generations.Add(generation);
                _slots.AddRole(new ModuleSlot(role, generation));
            }
        }

        return audit;
    }

    // What made the start fail is what has to be told, not what fails while it is taken back.
    private async Task StopQuietlyAsync()
    {
        try
        {
            await AurixHost.StopAsync(_generations.All);
        }
        catch (AurixException failure)
        {
            HostLog.StopFailed(_logger, failure.Message);
        }
    }

    private List<StagedModule> Discover()
    {
        if (!Directory.Exists(settings.ModulesDirectory))
        {
            throw new ModuleException("ModulesMissing", $"There is no modules folder at '{settings.ModulesDirectory}'.", "Build the host, or name the folder with --modules.");
        }

        var found = new List<StagedModule>();
        foreach (var folder in settings.FoldersFound)
        {
            ModuleManifest? manifest = null;
            try
            {
                manifest = ModuleManifest.Read(folder);
                if (settings.SkippedModules.Contains(manifest.Id))
                {
                    continue;
                }

                if (manifest.Role is not (Roles.Strategy or Roles.Extension) && !RequiredRoles.Contains(manifest.Role))
                {
                    throw new ModuleException("RoleUnknown", $"The module {manifest.Id} serves '{manifest.Role}', which this host does not know.", "Update the host, or remove the folder.");
                }

                if (manifest.Role == Roles.Strategy)
                {
                    _strategyFolders.Add(folder); // loaded from a copy, later
                    continue;
                }

                if (manifest.Role == Roles.Extension)
                {
                    _extensions.Add(manifest); // loaded from a copy, when everything it may ask serves
                    continue;
                }

                found.Add(_intake.Take(folder));
            }
            catch (ModuleException problem)
            {
                SetAside(Path.GetFileName(folder), "", folder, problem, isForRole: manifest is not null);
                if (LastGood.InsteadOf(folder, hash: null, problem) is { } kept && !settings.SkippedModules.Contains(kept.Manifest.Id))
                {
                    _standIns.Add(kept);
                }
            }
        }

        _live.Extensions = [.. _extensions.Select(manifest => manifest.Id), .. settings.SkippedModules];
        return found;
    }

    private StagedModule TheOneFor(string role, List<StagedModule> found)
    {
        var candidates = found.FindAll(staged => staged.Manifest.Role == role);
        var chosen = settings.ChosenFor(role)?.Value;
        if (!candidates.Exists(staged => chosen is null || staged.Manifest.Id == chosen))
        {
            candidates.AddRange(_standIns.Where(kept => kept.Manifest.Role == role));
        }

        return ModuleChoice.Among(candidates, role, settings) switch
        {
            [{ StandsInBecause: { } problem } kept] => InPlace(kept, problem),
            [var one] => one,
            [] => throw new ModuleException(
                "ModuleMissing",
                $"No module serves '{role}' in {string.Join(" or ", settings.ModuleFolders.Select(folder => $"'{folder}'"))}{WhyNot()}.",
                $"Put the folder of a module with the role '{role}' there, or build the host again."),
            _ => throw new ModuleException(
                "ModuleDoubled",
                $"{candidates.Count} modules serve '{role}': {string.Join(" and ", candidates.Select(candidate => $"'{candidate.Manifest.Folder}'"))}.",
                "Remove all of these folders but one, or choose by id with modules.use in aurix.json."),
        };
    }

    private StagedModule InPlace(StagedModule kept, string problem)
    {
        _aside.Remove(kept.Manifest.Folder);
        HostLog.StandsIn(_logger, kept.Manifest.Id, problem);
        return kept;
    }

    private string WhyNot() => _aside.Described is not { IsEmpty: false } aside ? "" : "; set aside: " + string.Join("; ", aside.Select(module => module.Problem!.TrimEnd('.')));

    private void SetAside(string id, string version, string folder, Exception problem) => SetAside(id, version, folder, problem, isForRole: false);

    private void SetAside(string id, string version, string folder, Exception problem, bool isForRole)
    {
        HostLog.SetAside(_logger, problem.Message);
        var isFinal = isForRole || problem is AurixException { Code: "ExtensionDoubled" or "StrategyDoubled" }; // who serves a role is decided at the start, and of two with one id neither is better
        _aside.Add(new(new ModuleDescription(id, "", version, "quarantined", "", folder, problem.Message), isFinal ? null : (byOwner, cancellationToken) => BringAsync(folder, byOwner, cancellationToken)));
    }

    private Task<Generation> BringAsync(string folder, bool byOwner, CancellationToken cancellationToken) => ModuleManifest.Read(folder) switch
    {
        { Role: Roles.Strategy } => _strategyShelf!.BringAsync(folder, byOwner, cancellationToken),
        { Role: Roles.Extension } => _extensionShelf!.BringAsync(folder, byOwner, cancellationToken),
        var other => throw new ModuleException("NotNow", $"The module {other.Id} in '{folder}' serves '{other.Role}', and who does that is decided at the start.", "Start Aurix again."),
    };

    /// <summary>Modules are composed before MediatR is: what they hold finds it when they first send.</summary>
    private sealed class LateMediator(Func<IMediator> mediator) : IMediator
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) => mediator().Send(request, cancellationToken);

        public Task Send(IRequest request, CancellationToken cancellationToken = default) => mediator().Send(request, cancellationToken);

        public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification => mediator().Publish(notification, cancellationToken);
    }
}
