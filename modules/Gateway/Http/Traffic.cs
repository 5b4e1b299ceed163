using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Aurix.Platform.Gateway.Http;

/// <summary>The connections that are open, and the door for new ones, which shuts when this copy of the module is taken out of service.</summary>
internal sealed class Traffic(IConnectionListenerFactory transport, CancellationToken closing) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private volatile bool _isAwaited;

    public bool CanBind(EndPoint endpoint) => transport is not IConnectionListenerFactorySelector selector || selector.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Entrance(await transport.BindAsync(endpoint, cancellationToken), closing);

    /// <summary>Counts a connection while it is open.</summary>
    public ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        Interlocked.Increment(ref _open);
        try
        {
            await next(connection);
        }
        finally
        {
            if (Interlocked.Decrement(ref _open) == 0 && _isAwaited)
            {
                _empty.TrySetResult();
            }
        }
    };

    /// <summary>Ends when no connection is open, or patience is over. To be asked when no new one can come.</summary>
    public async Task EmptyAsync(CancellationToken patience)
    {
        _isAwaited = true;
        if (Volatile.Read(ref _open) == 0)
        {
            return;
        }

        await _empty.Task.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private sealed class Entrance(IConnectionListener inner, CancellationToken closing) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> _shut = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => inner.EndPoint;

        // Whom this copy does not take in any more, the next one does: they wait in one queue.
        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
            closing.IsCancellationRequested ? await _shut.Task.WaitAsync(cancellationToken) : await inner.AcceptAsync(cancellationToken);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            _shut.TrySetResult(null);
            return inner.UnbindAsync(cancellationToken);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
