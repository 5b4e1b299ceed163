using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>Rings a doorbell at every module. One that fails neither stops the others nor reaches the ringer: the truth is read from the store.</summary>
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
            var generation = slot.Current;
            if (!generation.TryLease())
            {
                continue; // draining: what it misses, the next copy reads from the store
            }

            try
            {
                await TryAsync(generation.Loaded.Manifest.Id, () => RingAsync(generation, notification, cancellationToken));
            }
            finally
            {
                generation.Release();
            }
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
