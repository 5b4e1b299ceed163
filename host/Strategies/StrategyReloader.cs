using System.Runtime.Loader;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Strategies;

/// <summary>Swaps a strategy's code while it serves (host.md §5, overlap): load the new copy, publish it, drain the old one, let go of it, and see whether it is gone.</summary>
/// <remarks>One swap at a time. Whatever fails before the new copy is published leaves the old one as it was.</remarks>
internal sealed class StrategyReloader(SlotTable slots, Generations generations, StrategyFolders folders, StrategyQuarantine quarantine, SetAsideModules aside, TimeProvider time, ILogger logger)
    : IRequestHandler<ReloadStrategy, StrategyReloaded>, IDisposable
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<StrategyReloaded> Handle(ReloadStrategy request, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Each step is a method of its own: what stands on this stack would keep the old copy's code alive.
            var after = await folders.LoadAsync(request.Strategy, cancellationToken);
            quarantine.Forgive(after.Strategy!.Hash);
            var before = slots.Strategies.GetValueOrDefault(request.Strategy) is { SetAside: null, Slot: { } slot } ? slot.Current.Strategy!.Info.Version : (int?)null;
            var (version, hash) = (after.Strategy.Info.Version, after.Strategy.Hash);
            aside.Remove(after.Loaded.Manifest.Folder);
            var old = await PublishAsync(after);
            HostMeter.Swapped(Roles.Strategy, TimeSpan.Zero);
            var gone = old is null || await UnloadWatch.IsGoneAsync(old, time);
            HostLog.Reloaded(logger, request.Strategy, before, version, gone);
            return new StrategyReloaded(request.Strategy, before, version, hash, gone);
        }
        catch
        {
            HostMeter.NotSwapped(Roles.Strategy);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<WeakReference?> PublishAsync(Generation next)
    {
        generations.Add(next);
        if (slots.Publish(next) is not { } old)
        {
            return null;
        }

        var context = new WeakReference(AssemblyLoadContext.GetLoadContext(old.Loaded.Module.GetType().Assembly));
        generations.Remove(old);
        generations.LetGo(Roles.Strategy, context);
        await old.LetGoAsync(logger);
        return context;
    }
}
