using MediatR;

namespace Aurix.Platform.Host.Composition;

/// <summary>Lets the command that runs in this process watch notifications: progress bars.</summary>
internal sealed class HostListeners
{
    private event Action<INotification>? Told;

    public void Tell(INotification notification) => Told?.Invoke(notification);

    /// <summary>Listens until the result is disposed.</summary>
    public IDisposable Listen<TNotification>(Action<TNotification> listener)
        where TNotification : INotification
    {
        void OnTold(INotification notification)
        {
            if (notification is TNotification mine)
            {
                listener(mine);
            }
        }

        Told += OnTold;
        return new Subscription(() => Told -= OnTold);
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
