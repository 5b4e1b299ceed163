using System.Net;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Operations;

/// <summary>Where operations are listened for, as it is written: an IP address, or <c>localhost</c>, and a port.</summary>
internal static class OpsAddress
{
    /// <exception cref="UsageException"><c>BadAddress</c>, or <c>NotLoopback</c> unless others may come.</exception>
    public static IPEndPoint Parse(string text, bool allowRemote)
    {
        var colon = text.LastIndexOf(':');
        var literal = text.StartsWith("localhost:", StringComparison.Ordinal) ? $"{IPAddress.Loopback}{text[colon..]}" : text;
        if (colon <= 0 || text.EndsWith(']') || !IPEndPoint.TryParse(literal, out var point) || (point.Port == 0 && text[(colon + 1)..] != "0"))
        {
            throw new UsageException("BadAddress", $"'{text}' is no address with a port.", "Write it as 127.0.0.1:9464, or [::1]:9464; port 0 takes a free one.");
        }

        return IPAddress.IsLoopback(point.Address) || allowRemote
            ? point
            : throw new UsageException("NotLoopback", $"{point.Address} can be reached by other machines, and operations are told to anybody who asks.", "Listen on 127.0.0.1, or say --ops-allow-remote if the network is one that may know.");
    }
}
