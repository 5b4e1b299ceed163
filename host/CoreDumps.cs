using System.Runtime.InteropServices;

namespace Aurix.Platform.Host;

/// <summary>Keeps passwords and documents out of core files: a crash must not write to a disk what memory held (crypto.md §6).</summary>
/// <remarks>
/// The runtime writes no dump unless its environment asks for one, and libsodium keeps its guarded keys out of dumps; this is for what lies
/// elsewhere. It also keeps other programs of the same user from attaching (ptrace). On other systems nothing is done.
/// </remarks>
internal static class CoreDumps
{
    private const int SetDumpable = 4; // PR_SET_DUMPABLE of prctl.h

    /// <summary>Before the first secret is read.</summary>
    public static void Forbid()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Control(SetDumpable, 0, 0, 0, 0);
        }
    }

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint first, nuint second, nuint third, nuint fourth);
}
