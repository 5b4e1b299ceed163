using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Host.Swapping;

/// <summary>Finds what a module's id stands for, a role, an extension or a strategy, and has it swapped.</summary>
internal sealed class ReloadModuleHandler(SlotTable slots, ModuleSwapper swapper, Rescue rescue, IRequestHandler<ReloadStrategy, StrategyReloaded> strategies)
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

        var strategy = slots.Strategies.FirstOrDefault(pair => pair.Value.Slot?.Current.Loaded.Manifest.Id == request.Module).Key
            ?? throw new ModuleException("ModuleMissing", $"No module '{request.Module}' is loaded.", "See what is with 'aurix module list'.");
        var reloaded = await strategies.Handle(new ReloadStrategy(strategy), cancellationToken);
        var now = slots.ForStrategy(strategy).Current.Loaded;
        return new(request.Module, $"{Roles.Strategy}:{strategy}", $"{reloaded.Before}", $"{reloaded.After}", now.Staged.Hash, TimeSpan.Zero, reloaded.Unloaded);
    }
}
