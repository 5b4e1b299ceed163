using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aurix.Platform.Tests;

/// <summary>Asks a process to end, as a service manager does.</summary>
internal static class Signals
{
    private const int Sigterm = 15;

    public static void Terminate(this Process process) => Assert.Equal(0, Kill(process.Id, Sigterm));

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
