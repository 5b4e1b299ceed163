using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Host.Composition;

/// <summary>Answers which modules are loaded, and which were set aside.</summary>
internal sealed class ListModulesHandler(SlotTable slots, SetAsideModules aside)
    : IRequestHandler<ListModules, ImmutableArray<ModuleDescription>>
{
    public Task<ImmutableArray<ModuleDescription>> Handle(ListModules request, CancellationToken cancellationToken)
    {
        var serving = slots.Roles.Concat(slots.Extensions.Values).Select(slot => Describe(slot.Role, slot.Current));
        var strategies = slots.Strategies.Values.Select(strategy => strategy.SetAside ?? Describe(strategy.Slot!.Role, strategy.Slot.Current));
        return Task.FromResult(serving.Concat(strategies).Concat(aside.Described).OrderBy(module => module.Id, StringComparer.Ordinal).ToImmutableArray());
    }

    /// <summary>What is wrong with a module whose earlier copy serves; null when nothing is.</summary>
    public static string? StandIn(StagedModule staged) =>
        staged.StandsInBecause is { } why ? $"What is in its folder cannot serve: {why.TrimEnd('.')}. The copy that last started well serves in its place." : null;

    private static ModuleDescription Describe(string role, Generation generation)
    {
        var loaded = generation.Loaded;
        return new(loaded.Manifest.Id, role, loaded.Version, "serving", loaded.LoadContext, loaded.Manifest.Folder, StandIn(loaded.Staged)) { Hash = generation.Strategy?.Hash ?? "" };
    }
}

/// <summary>Answers which strategies serve.</summary>
internal sealed class ListStrategiesHandler(SlotTable slots) : IRequestHandler<ListStrategies, ImmutableArray<StrategyInfo>>
{
    public Task<ImmutableArray<StrategyInfo>> Handle(ListStrategies request, CancellationToken cancellationToken) =>
        Task.FromResult(slots.Strategies.Values.Where(strategy => strategy.SetAside is null).Select(strategy => strategy.Slot!.Current.Strategy!.Info).ToImmutableArray());
}
