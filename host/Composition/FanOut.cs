using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Rings a doorbell at every module. One that fails neither stops the others nor reaches the ringer: the truth is read from the store.</summary>
/// <remarks>The ringer does not wait for extensions. A host that stops does: a copy is let go only when its leases have come back.</remarks>
internal sealed class FanOut<TNotification>(SlotTable slots, HostListeners listeners, ILogger logger) : INotificationHandler<TNotification>
    where TNotification : INotification
{
    public async Task Handle(TNotification notification, CancellationToken cancellationToken)
    {
        await TryAsync("host", () =>
        {
            listeners.Tell(notification);
            return Task.CompletedTask;
        });
        foreach (var slot in slots.Roles)
        {
            if (slot.Current is var generation && generation.TryLease()) // draining: what it misses, the next copy reads from the store
            {
                await RingLeasedAsync(generation, notification, cancellationToken);
            }
        }

        foreach (var slot in slots.Extensions.Values)
        {
            if (slot.Current is var generation && generation.TryLease())
            {
                _ = Task.Run(() => RingLeasedAsync(generation, notification, CancellationToken.None), CancellationToken.None);
            }
        }
    }

    private async Task RingLeasedAsync(Generation generation, TNotification notification, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(generation.Loaded.Manifest.Id, () => RingAsync(generation, notification, cancellationToken));
        }
        finally
        {
            generation.Release();
        }
    }

    private async Task RingAsync(Generation generation, TNotification notification, CancellationToken cancellationToken)
    {
        foreach (var handler in generation.Services.GetServices<INotificationHandler<TNotification>>())
        {
            await TryAsync(generation.Loaded.Manifest.Id, () => handler.Handle(notification, cancellationToken));
        }
    }

    private async Task TryAsync(string who, Func<Task> ring)
    {
        try
        {
            await ring();
        }
        catch (Exception failure)
        {
            HostLog.BellFailed(logger, who, typeof(TNotification).Name, failure.GetType().Name);
        }
    }
}
