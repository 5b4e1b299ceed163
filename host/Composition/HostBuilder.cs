using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Strategies;
using Aurix.Platform.Host.Swapping;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Finds modules, loads them, composes MediatR over them, counts the handlers, starts them, and gets out of the way.</summary>
internal sealed class HostBuilder(HostSettings settings, ILoggerFactory logging, TimeProvider time)
{
    // Users after what they use: the order of the starts, and in reverse that of the stops.
    private static readonly ImmutableArray<string> RequiredRoles = [Roles.Crypto, Roles.Storage, Roles.Conflict, Roles.Sync, Roles.Gateway];

    private readonly ILogger _logger = logging.CreateLogger("Aurix.Platform.Host");
    private readonly SlotTable _slots = new();
    private readonly HostListeners _listeners = new();
    private readonly List<ModuleDescription> _setAside = [];
    private readonly Generations _generations = new();
    private readonly List<string> _strategyFolders = [];
    private readonly ModuleIntake _intake = new(new ModuleStage(Path.Combine(settings.HostFolder, "modules"), time));
    private IMediator? _mediatr;

    /// <exception cref="ModuleException">A role has no module or two, or a message has no handler or two. One sentence names it.</exception>
    public async Task<AurixHost> BuildAsync(CancellationToken cancellationToken)
    {
        var mediator = new LateMediator(() => _mediatr!);
        var composer = new ModuleComposer(settings, mediator, logging, time);
        var found = Discover();
        ModuleSwapper swapper;
        try
        {
            foreach (var role in RequiredRoles)
            {
                var generation = composer.Compose(TheOneFor(role, found), role);
                _generations.Add(generation);
                _slots.AddRole(new ModuleSlot(role, generation));
            }

            var strategies = new StrategyShelf(settings, _intake, _slots, _generations, mediator, logging, time);
            await strategies.FillAsync(_strategyFolders, SetAside, cancellationToken);
            _intake.Sweep();
            swapper = new ModuleSwapper(_slots, _generations, _intake, composer, time, _logger);
            var rescue = new Rescue(swapper, _slots, _logger);
            var hostHandlers = new Dictionary<Type, object>
            {
                [MessageCatalog.HandlerOf(typeof(ListModules))] = new ListModulesHandler(_slots, _setAside),
                [MessageCatalog.HandlerOf(typeof(ListStrategies))] = new ListStrategiesHandler(_slots),
                [MessageCatalog.HandlerOf(typeof(ReloadStrategy))] = strategies.Reloader,
                [MessageCatalog.HandlerOf(typeof(ReloadModule))] = new ReloadModuleHandler(_slots, swapper, rescue, strategies.Reloader),
            };
            _mediatr = new Mediator(new HandlerTable(_slots, _listeners, hostHandlers, new CallLimits(CallLimits.Ordinary, time, rescue.OnTripped), _logger, time, LogFormat.ScopesOf(logging)).Resolve);
            foreach (var generation in _generations.All.Where(generation => generation.Strategy is null)) // the strategies have been
            {
                await ModuleComposer.StartAsync(generation, cancellationToken);
            }
        }
        catch
        {
            await StopQuietlyAsync();
            throw;
        }

        return new AurixHost(settings, logging, new GuardedMediator(_mediatr, "host", allowed: null), _listeners, _slots, _generations, swapper, [.. _setAside]);
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
        foreach (var folder in Directory.EnumerateDirectories(settings.ModulesDirectory).Order(StringComparer.Ordinal))
        {
            try
            {
                var manifest = ModuleManifest.Read(folder);
                if (manifest.Role != Roles.Strategy && !RequiredRoles.Contains(manifest.Role))
                {
                    throw new ModuleException("RoleUnknown", $"The module {manifest.Id} serves '{manifest.Role}', which this host does not know.", "Update the host, or remove the folder.");
                }

                if (manifest.Role == Roles.Strategy)
                {
                    _strategyFolders.Add(folder); // loaded from a copy, later
                    continue;
                }

                found.Add(_intake.Take(folder));
            }
            catch (ModuleException problem)
            {
                SetAside(Path.GetFileName(folder), "", folder, problem);
            }
        }

        return found;
    }

    private StagedModule TheOneFor(string role, List<StagedModule> found)
    {
        var candidates = found.Where(staged => staged.Manifest.Role == role).ToList();
        return candidates switch
        {
            [var one] => one,
            [] => throw new ModuleException(
                "ModuleMissing",
                $"No module serves '{role}' in '{settings.ModulesDirectory}'{WhyNot()}.",
                $"Put the folder of a module with the role '{role}' there, or build the host again."),
            _ => throw new ModuleException(
                "ModuleDoubled",
                $"{candidates.Count} modules serve '{role}': {string.Join(" and ", candidates.Select(candidate => $"'{candidate.Manifest.Folder}'"))}.",
                "Remove all of these folders but one."),
        };
    }

    private string WhyNot() => _setAside.Count == 0 ? "" : "; set aside: " + string.Join("; ", _setAside.Select(module => module.Problem!.TrimEnd('.')));

    private void SetAside(string id, string version, string folder, Exception problem)
    {
        HostLog.SetAside(_logger, problem.Message);
        _setAside.Add(new ModuleDescription(id, "", version, "quarantined", "", folder, problem.Message));
    }

    /// <summary>Modules are composed before MediatR is: what they hold finds it when they first send.</summary>
    private sealed class LateMediator(Func<IMediator> mediator) : IMediator
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) => mediator().Send(request, cancellationToken);

        public Task Send(IRequest request, CancellationToken cancellationToken = default) => mediator().Send(request, cancellationToken);

        public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification => mediator().Publish(notification, cancellationToken);
    }
}
