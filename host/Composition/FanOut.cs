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
        listeners.Tell(notification);
        foreach (var slot in slots.Roles)
        {
            var generation = slot.Current;
            if (!generation.TryLease())
            {
                continue; // draining: what it misses, the next copy reads from the store
            }

            try
            {
                foreach (var handler in generation.Services.GetServices<INotificationHandler<TNotification>>())
                {
                    await handler.Handle(notification, cancellationToken);
                }
            }
            catch (Exception failure)
            {
                HostLog.BellFailed(logger, generation.Loaded.Manifest.Id, typeof(TNotification).Name, failure.GetType().Name);
            }
            finally
            {
                generation.Release();
            }
        }
    }
}
