using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Extensions;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Swapping;

/// <summary>Takes the module of a role anew while requests are in flight (host.md §5).</summary>
/// <remarks>One swap at a time. Each step is a method of its own: what stands on this stack would keep the old copy's code in memory.</remarks>
internal sealed class ModuleSwapper(Generations generations, ModuleIntake intake, StartMarks marks, LastGood lastGood, ModuleComposer composer, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    // Old copies that stay in memory add up. Some go late, when a cache of the runtime has aged; three at a time say that it is no chance.
    private const int MostLeaks = 3;

    private readonly SemaphoreSlim _one = new(1);
    private readonly Dictionary<string, List<WeakReference>> _leaks = new(StringComparer.Ordinal);

    /// <summary>Loads the module that serves here from its folder, and lets go of the copy that served.</summary>
    public Task<ModuleReloaded> ReloadAsync(ModuleSlot slot, CancellationToken cancellationToken) =>
        AloneAsync(slot.Role, () => SwapAsync(slot, () => TakeAnew(slot), cancellationToken), cancellationToken);

    /// <summary>Puts a copy that served before back into service.</summary>
    public Task<ModuleReloaded> BringBackAsync(ModuleSlot slot, StagedModule staged, CancellationToken cancellationToken) =>
        AloneAsync(slot.Role, () => SwapAsync(slot, () => staged, cancellationToken), cancellationToken);

    /// <summary>Waits for a swap that is under way, and lets no other begin.</summary>
    public async ValueTask DisposeAsync()
    {
        await _one.WaitAsync();
        _one.Dispose();
    }

    private async Task<ModuleReloaded> AloneAsync(string role, Func<Task<ModuleReloaded>> swap, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await swap();
        }
        catch
        {
            HostMeter.NotSwapped(role);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<ModuleReloaded> SwapAsync(ModuleSlot slot, Func<StagedModule> take, CancellationToken cancellationToken)
    {
        RefuseLeaky(slot.Role);
        var swapped = await ExchangeAsync(slot, take(), cancellationToken);
        generations.LetGo(slot.Role, swapped.Old);
        HostMeter.Swapped(slot.Role, swapped.Answer.Pause);
        var gone = await UnloadWatch.IsGoneAsync(swapped.Old, time);
        if (gone)
        {
            HostLog.Swapped(logger, swapped.Answer.Module, swapped.Answer.Before, swapped.Answer.After, swapped.Answer.Pause.TotalMilliseconds);
            return swapped.Answer with { Unloaded = true };
        }

        var leaks = _leaks.GetValueOrDefault(slot.Role) ?? (_leaks[slot.Role] = []);
        leaks.Add(swapped.Old);
        var held = PinSearch.Find(swapped.Old);
        HostLog.OldCopyStays(logger, swapped.Answer.Module, string.Join("; ", held));
        return swapped.Answer with { HeldBy = held };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<(ModuleReloaded Answer, WeakReference Old)> ExchangeAsync(ModuleSlot slot, StagedModule staged, CancellationToken cancellationToken)
    {
        var before = slot.Current;
        RequireSame(before, staged);
        var isExtension = staged.Manifest.Role == Roles.Extension;
        if (isExtension)
        {
            ExtensionRules.Check(staged.Manifest);
        }

        using var mark = marks.Begin(staged);
        var after = composer.Compose(staged, staged.Manifest.Role);
        TimeSpan pause;
        try
        {
            ModuleComposer.Warm(after, staged.Manifest.Role);
            if (isExtension)
            {
                ExtensionRules.Check(after);
            }

            pause = Roles.IsExclusive(slot.Role)
                ? await new ExclusiveSwap(slot, composer.Settings.Current.DrainLimit, time, logger).RunAsync(before, after, cancellationToken)
                : await OverlapSwap.RunAsync(slot, before, after, cancellationToken);
        }
        catch
        {
            await after.LetGoAsync(logger);
            throw;
        }

        mark.Dispose();
        marks.Forgive(staged.Hash);
        generations.Replace(before, after);
        if (!isExtension)
        {
            lastGood.Note(staged);
        }

        var context = new WeakReference(AssemblyLoadContext.GetLoadContext(before.Loaded.Module.GetType().Assembly));
        await before.LetGoAsync(logger);
        return (new(staged.Manifest.Id, slot.Role, before.Loaded.Version, after.Loaded.Version, staged.Hash, pause, Unloaded: false), context);
    }

    // Who asks for a swap wants it tried, whatever it did to the process before.
    private StagedModule TakeAnew(ModuleSlot slot)
    {
        var staged = intake.Take(slot.Current.Loaded.Manifest.Folder);
        marks.Forgive(staged.Hash);
        return staged;
    }

    private void RefuseLeaky(string role)
    {
        if (_leaks.TryGetValue(role, out var leaks) && leaks.RemoveAll(copy => !copy.IsAlive) >= 0 && leaks.Count >= MostLeaks)
        {
            throw new ModuleException("RestartNeeded", $"{MostLeaks} old copies of the module for '{role}' are still in memory.", "Start Aurix again: it takes the new one. The log says what holds the old ones.");
        }
    }

    private static void RequireSame(Generation before, StagedModule staged)
    {
        if (staged.Manifest.Id != before.Loaded.Manifest.Id || staged.Manifest.Role != before.Loaded.Manifest.Role)
        {
            throw new ModuleException("AnotherModule", $"'{staged.Manifest.Folder}' brings {staged.Manifest.Id} for '{staged.Manifest.Role}' now, and not {before.Loaded.Manifest.Id} for '{before.Loaded.Manifest.Role}'.", "Restore the folder, or stop Aurix to change which module serves.");
        }
    }
}
