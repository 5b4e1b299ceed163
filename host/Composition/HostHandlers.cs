using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Composition;

/// <summary>Answers which modules are loaded, and which were set aside.</summary>
internal sealed class ListModulesHandler(SlotTable slots, IReadOnlyList<ModuleDescription> setAside)
    : IRequestHandler<ListModules, ImmutableArray<ModuleDescription>>
{
    public Task<ImmutableArray<ModuleDescription>> Handle(ListModules request, CancellationToken cancellationToken)
    {
        var serving = slots.Roles
            .Select(slot => Describe(slot.Role, slot.Current))
            .Concat(slots.Strategies.Select(strategy => Describe($"{Roles.Strategy}:{strategy.Key}", strategy.Value.Current)));
        return Task.FromResult(serving.Concat(setAside).OrderBy(module => module.Id, StringComparer.Ordinal).ToImmutableArray());
    }

    private static ModuleDescription Describe(string role, Generation generation)
    {
        var loaded = generation.Loaded;
        return new(loaded.Manifest.Id, role, loaded.Version, "serving", loaded.LoadContext, Path.GetDirectoryName(loaded.Manifest.AssemblyPath)!, null);
    }
}

/// <summary>Answers which strategies are loaded.</summary>
internal sealed class ListStrategiesHandler(SlotTable slots) : IRequestHandler<ListStrategies, ImmutableArray<StrategyInfo>>
{
    public Task<ImmutableArray<StrategyInfo>> Handle(ListStrategies request, CancellationToken cancellationToken) =>
        Task.FromResult(slots.Strategies.Select(pair => pair.Value.Current.Services.GetRequiredService<IConflictStrategy>().Info).ToImmutableArray());
}
