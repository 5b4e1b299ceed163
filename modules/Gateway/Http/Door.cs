using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Gateway.Http;

/// <summary>The socket that listens. Two copies of the module can hold it at a time, so that one takes over from the other and nobody who knocks meanwhile is turned away.</summary>
/// <remarks>
/// The copies hold one object of the framework's, and the last of them closes it. A second handle of the same socket (dup) is no way to do it: closing
/// one leaves it in the list of what the runtime waits for, and a later one with its number is then refused there, and never hears of anybody.
/// </remarks>
internal sealed class Door : IDisposable
{
    private const string Form = "3";

    private readonly Socket _socket;
    private readonly StrongBox<int> _holders;
    private bool _isLeft;

    private Door(Socket socket, StrongBox<int> holders, GatewayFace face)
    {
        (_socket, _holders, Face) = (socket, holders, face);
        Address = new Uri($"http://{socket.LocalEndPoint}");
    }

    public Uri Address { get; }

    /// <summary>For whom it is open.</summary>
    public GatewayFace Face { get; }

    public EndPoint EndPoint => _socket.LocalEndPoint!;

    /// <summary>Whether another copy of the module holds it too.</summary>
    public bool IsShared => Volatile.Read(ref _holders.Value) > 1;

    /// <exception cref="UsageException"><c>BadPort</c>, <c>PortTaken</c>.</exception>
    public static Door Open(IPAddress address, int port, GatewayFace face)
    {
        if (port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new UsageException("BadPort", $"{port} is not a port.", "Give a number from 0 to 65535; 0 takes a free one.");
        }

        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return new Door(socket, new(1), face);
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            socket.Dispose();
            throw new UsageException("PortTaken", $"Port {port} on {address} is not free.", "Take another port, or 0 for any free one.", taken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Lets the next one in. Who is let in while it is cancelled is answered all the same.</summary>
    public ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken) => _socket.AcceptAsync(cancellationToken);

    /// <summary>Where it is, for the next copy to take while this one holds it.</summary>
    public byte[] Show()
    {
        var place = GCHandle.ToIntPtr(GCHandle.Alloc(Tuple.Create(_socket, _holders)));
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Form} {Face} {place}"));
    }

    /// <summary>Becomes another holder of what <see cref="Show"/> showed.</summary>
    /// <exception cref="UsageException"><c>StateUnknown</c>: another version wrote it.</exception>
    public static Door Take(ReadOnlySpan<byte> state)
    {
        if (Encoding.ASCII.GetString(state).Split(' ') is not [Form, var face, var place])
        {
            throw new UsageException("StateUnknown", "The copy of the gateway before this one hands over in a form that this one does not know.", "Stop Aurix to change to this version.");
        }

        var handle = GCHandle.FromIntPtr(nint.Parse(place, CultureInfo.InvariantCulture));
        var (socket, holders) = (Tuple<Socket, StrongBox<int>>)handle.Target!;
        handle.Free();
        Interlocked.Increment(ref holders.Value);
        return new Door(socket, holders, Enum.Parse<GatewayFace>(face));
    }

    public void Dispose()
    {
        if (!_isLeft)
        {
            _isLeft = true;
            if (Interlocked.Decrement(ref _holders.Value) == 0)
            {
                _socket.Dispose();
            }
        }
    }
}
