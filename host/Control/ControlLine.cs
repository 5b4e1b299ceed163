using System.Net.Sockets;
using System.Text;

namespace Aurix.Platform.Host.Control;

/// <summary>One line of text over a socket, short and in time.</summary>
internal static class ControlLine
{
    /// <summary>The longest question or answer in bytes. Either has a name, a path and a sentence in it.</summary>
    public const int Longest = 64 * 1024;

    /// <summary>Null when the other side ends, or writes more than <see cref="Longest"/> without an end of line.</summary>
    public static async Task<string?> ReadAsync(Socket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[Longest];
        for (var filled = 0; filled < buffer.Length;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
            var end = buffer.AsSpan(filled, read).IndexOf((byte)'\n');
            if (end >= 0)
            {
                return Encoding.UTF8.GetString(buffer, 0, filled + end);
            }

            if (read == 0)
            {
                return null;
            }

            filled += read;
        }

        return null;
    }

    public static async Task WriteAsync(Socket socket, string line, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> left = Encoding.UTF8.GetBytes(line + "\n");
        while (!left.IsEmpty)
        {
            left = left[await socket.SendAsync(left, cancellationToken)..];
        }
    }
}
