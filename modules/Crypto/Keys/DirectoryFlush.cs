using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>Makes a rename durable. The framework opens no directories, and without this a power cut can undo the rename.</summary>
internal static class DirectoryFlush
{
    private const int ReadOnly = 0;

    public static void Run(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS journals its directories.
        }

        using var handle = new SafeFileHandle(Open(Encoding.UTF8.GetBytes(directory + "\0"), ReadOnly), ownsHandle: true);
        if (handle.IsInvalid)
        {
            throw new IOException($"The directory {directory} cannot be opened to flush it.");
        }

        RandomAccess.FlushToDisk(handle);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Open(byte[] path, int flags);
}
