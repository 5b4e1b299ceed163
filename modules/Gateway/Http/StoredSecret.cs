using System.Security.Cryptography;

namespace Aurix.Platform.Gateway.Http;

/// <summary>Random bytes that are made once per data directory and then stay.</summary>
internal static class StoredSecret
{
    /// <summary>Reads the file, making it where there is none or where a crash left half of one.</summary>
    public static byte[] Load(string path, int length)
    {
        if (File.Exists(path) && File.ReadAllBytes(path) is var found && found.Length == length)
        {
            return found;
        }

        var bytes = RandomNumberGenerator.GetBytes(length);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(path + ".new", options))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        return bytes;
    }
}
