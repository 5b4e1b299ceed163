using System.Collections.Concurrent;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Swapping;

/// <summary>When a copy that came by a swap keeps failing, brings back the one that served before it.</summary>
internal sealed class Rescue(ModuleSwapper swapper, SlotTable slots, ILogger logger)
{
    private readonly ConcurrentDictionary<string, StagedModule> _before = new(StringComparer.Ordinal);

    /// <summary>Remembers what served a role until now.</summary>
    public void Remember(string role, StagedModule served) => _before[role] = served;

    /// <summary>A copy's circuit has opened.</summary>
    public void OnTripped(string role, Generation copy, string why)
    {
        HostLog.CircuitOpened(logger, role, Circuit.Limit, why);
        if (slots.Find(role) is { } slot && ReferenceEquals(slot.Current, copy) && _before.TryRemove(role, out var before))
        {
            _ = Task.Run(() => BringBackAsync(slot, before)); // whoever made the call that failed has its answer, and does not wait for this
        }
    }

    private async Task BringBackAsync(ModuleSlot slot, StagedModule before)
    {
        try
        {
            await swapper.BringBackAsync(slot, before, CancellationToken.None);
            HostLog.BroughtBack(logger, before.Manifest.Id);
        }
        catch (AurixException failure)
        {
            HostLog.StopFailed(logger, failure.Message);
        }
    }
}
