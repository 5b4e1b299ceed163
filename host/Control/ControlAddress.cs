using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Control;

/// <summary>Where the processes that stay on a data folder can be spoken to: a folder of sockets, one for each, named after its process.</summary>
internal static class ControlAddress
{
    // The address of a Unix socket has 108 bytes on Linux and 104 elsewhere, with the NUL that ends it, and at first its name ends in ".new".
    private const int LongestPath = 99;

    /// <summary>What a socket's file is called.</summary>
    public const string Pattern = "*.sock";

    /// <summary>The socket of a process.</summary>
    public static string Socket(string folder, int process) => Path.Combine(folder, $"{process}.sock");

    /// <summary>Below the data folder; where that path is too long for a socket, in a folder of the user's own that is named after the data folder. Made when it is not there, and nobody else's to enter.</summary>
    public static string Folder(string hostFolder)
    {
        var below = Path.Combine(hostFolder, "control");
        return Encoding.UTF8.GetByteCount(Socket(below, int.MaxValue)) <= LongestPath
            ? OwnerOnly.CreateFolder(OwnerOnly.CreateFolder(hostFolder), "control")
            : Elsewhere(hostFolder);
    }

    private static string Elsewhere(string hostFolder)
    {
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 60 } own ? own : Path.GetTempPath();
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hostFolder)).AsSpan(0, 8));
        var folder = OwnerOnly.CreateFolder(runtime, "aurix-" + name);
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        return OperatingSystem.IsWindows() || (File.GetUnixFileMode(folder) & Others) == 0
            ? folder
            : throw new IOException($"'{folder}' can be entered by others.");
    }
}
