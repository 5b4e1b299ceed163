using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Aurix.Platform.Gateway.Http;

/// <summary>The connections that are open, and the way in for new ones, which ends when this copy of the module is taken out of service.</summary>
/// <param name="door">Where they come from.</param>
/// <param name="connections">Makes connections of sockets.</param>
/// <param name="time">The clock.</param>
/// <param name="closing">This copy is taken out of service.</param>
internal sealed class Traffic(Door door, SocketConnectionContextFactory connections, TimeProvider time, CancellationToken closing) : IConnectionListenerFactory
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private long _spoke = time.GetTimestamp();

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new Entrance(door, connections, closing));

    /// <summary>Counts a connection while it is open.</summary>
    public ConnectionDelegate Count(ConnectionDelegate next) => async connection =>
    {
        var socket = connection.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;
        _open[socket] = 0;
        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(socket, out _);
        }
    };

    /// <summary>A request has begun or ended.</summary>
    public void Spoke() => Volatile.Write(ref _spoke, time.GetTimestamp());

    /// <summary>Ends when no connection is open, or on those that are nothing has been said for a while, or patience is over. To be asked when no new one can come.</summary>
    public async Task SettleAsync(TimeSpan silence, TimeSpan patience)
    {
        var began = time.GetTimestamp();
        while (!_open.IsEmpty
            && (time.GetElapsedTime(began) < silence || time.GetElapsedTime(Volatile.Read(ref _spoke)) < silence)
            && time.GetElapsedTime(began) < patience)
        {
            if (_open.Keys.Any(IsHeard))
            {
                Spoke(); // and nobody has had the time to read it
            }

            await Task.Delay(LookAgain, time, CancellationToken.None);
        }
    }

    private static bool IsHeard(Socket socket)
    {
        try
        {
            return socket.Available > 0;
        }
        catch (Exception gone) when (gone is ObjectDisposedException or SocketException)
        {
            return false;
        }
    }

    private sealed class Entrance(Door door, SocketConnectionContextFactory connections, CancellationToken closing) : IConnectionListener
    {
        private readonly CancellationTokenSource _shut = CancellationTokenSource.CreateLinkedTokenSource(closing);

        public EndPoint EndPoint => door.EndPoint;

        // Whom this copy does not take in any more, the next one does: they wait in one queue.
        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            while (!_shut.IsCancellationRequested)
            {
                try
                {
                    var socket = await door.AcceptAsync(_shut.Token);
                    socket.NoDelay = true; // an answer is written whole
                    return connections.Create(socket);
                }
                catch (OperationCanceledException)
                {
                    break;
                }
                catch (SocketException)
                {
                    // Whoever it was has left again. The next.
                }
            }

            return null;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => new(_shut.CancelAsync());

        public ValueTask DisposeAsync()
        {
            _shut.Dispose();
            return default;
        }
    }
}
