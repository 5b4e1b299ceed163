using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Host.Swapping;

/// <summary>Finds what a module's id stands for, a role, an extension or a strategy, and has it swapped; what was set aside is brought in.</summary>
internal sealed class ReloadModuleHandler(SlotTable slots, ModuleSwapper swapper, Rescue rescue, IRequestHandler<ReloadStrategy, StrategyReloaded> strategies, SetAsideModules aside)
    : IRequestHandler<ReloadModule, ModuleReloaded>
{
    public async Task<ModuleReloaded> Handle(ReloadModule request, CancellationToken cancellationToken)
    {
        if (slots.Roles.Concat(slots.Extensions.Values).FirstOrDefault(slot => slot.Current.Loaded.Manifest.Id == request.Module) is { } slot)
        {
            var served = slot.Current.Loaded.Staged;
            var swapped = await swapper.ReloadAsync(slot, cancellationToken);
            rescue.Remember(slot.Role, served);
            return swapped;
        }

        if (slots.Strategies.FirstOrDefault(pair => pair.Value.Slot?.Current.Loaded.Manifest.Id == request.Module).Key is not { } strategy)
        {
            return await BringAsync(request.Module, cancellationToken);
        }

        var reloaded = await strategies.Handle(new ReloadStrategy(strategy), cancellationToken);
        var now = slots.ForStrategy(strategy).Current.Loaded;
        return new(request.Module, $"{Roles.Strategy}:{strategy}", $"{reloaded.Before}", $"{reloaded.After}", now.Staged.Hash, TimeSpan.Zero, reloaded.Unloaded);
    }

    private async Task<ModuleReloaded> BringAsync(string id, CancellationToken cancellationToken)
    {
        var module = aside.Find(id) ?? throw new ModuleException("ModuleMissing", $"No module '{id}' is loaded.", "See what is with 'aurix module list'.");
        var copy = await aside.BringAsync(module, byOwner: true, cancellationToken);
        var role = copy.Strategy is { } facts ? $"{Roles.Strategy}:{facts.Info.Id}" : $"{Roles.Extension}:{copy.Loaded.Manifest.Id}";
        return new(copy.Loaded.Manifest.Id, role, "", copy.Loaded.Version, copy.Loaded.Staged.Hash, TimeSpan.Zero, Unloaded: true);
    }
}
