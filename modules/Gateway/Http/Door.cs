using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Gateway.Http;

/// <summary>The socket that listens. Two copies of the module can hold it at a time, so that one takes over from the other and nobody who knocks meanwhile is turned away.</summary>
/// <remarks>The handle of the next copy is a duplicate (dup(2)): one queue of connections, and it stays while either holds it. Where there is no dup, a gateway cannot be swapped while it is open.</remarks>
internal sealed class Door : IDisposable
{
    private const string Form = "1";

    private readonly Socket _socket;

    private Door(Socket socket)
    {
        _socket = socket;
        Address = new Uri($"http://{socket.LocalEndPoint}");
    }

    public Uri Address { get; }

    public ulong Handle => (ulong)_socket.Handle;

    /// <exception cref="UsageException"><c>BadPort</c>, <c>PortTaken</c>.</exception>
    public static Door Open(IPAddress address, int port)
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
            return new Door(socket);
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

    /// <summary>Another holder of the same door.</summary>
    /// <exception cref="UsageException"><c>DoorNotShared</c>: this system knows no such thing.</exception>
    public Door Share()
    {
        var copy = OperatingSystem.IsWindows() ? -1 : Duplicate((int)_socket.Handle);
        return copy >= 0
            ? new Door(new Socket(new SafeSocketHandle(copy, ownsHandle: true)))
            : throw new UsageException("DoorNotShared", "A gateway that is open cannot be swapped on this system.", "Close it, swap, and open it again.");
    }

    /// <summary>Lets go of it without closing the handle, which is what the bytes name: whoever reads them owns it.</summary>
    public byte[] Give()
    {
        var handle = _socket.SafeHandle.DangerousGetHandle();
        _socket.SafeHandle.SetHandleAsInvalid();
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Form} {handle}"));
    }

    /// <summary>Takes what <see cref="Give"/> gave.</summary>
    /// <exception cref="UsageException"><c>StateUnknown</c>: another version wrote it.</exception>
    public static Door Take(ReadOnlySpan<byte> state) => Encoding.ASCII.GetString(state).Split(' ') is [Form, var handle]
        ? new Door(new Socket(new SafeSocketHandle(nint.Parse(handle, CultureInfo.InvariantCulture), ownsHandle: true)))
        : throw new UsageException("StateUnknown", "The copy of the gateway before this one hands over in a form that this one does not know.", "Stop Aurix to change to this version.");

    public void Dispose() => _socket.Dispose();

    [DllImport("libc", EntryPoint = "dup")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Duplicate(int handle);
}
