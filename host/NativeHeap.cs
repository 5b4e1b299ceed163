using System.Runtime.InteropServices;

namespace Aurix.Platform.Host;

/// <summary>Keeps the C library from holding on to what SQLite gave back.</summary>
/// <remarks>
/// SQLite builds a row in memory before it writes it: a MiB and more for a chunk of a file. glibc learns from the first of them to keep
/// such blocks, in one heap for each thread that ever wrote, which came to 30 MiB beside a download. Told a fixed threshold it gives
/// them back to the system at once.
/// </remarks>
internal static class NativeHeap
{
    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD of malloc.h

    // Smaller, and rows of documents would cost a system call each; larger, and chunks stay again.
    private const int Bytes = 256 * 1024;

    /// <summary>Before the first large row. Other C libraries than glibc keep less by themselves and have no such switch.</summary>
    public static void GiveBackLargeBlocks()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = SetOption(MmapThreshold, Bytes);
            }
            catch (Exception absent) when (absent is EntryPointNotFoundException or DllNotFoundException)
            {
                // not glibc
            }
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
