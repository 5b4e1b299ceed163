using System.Runtime.InteropServices;
using Aurix.Platform.Host;

namespace Aurix.Platform.Tests;

/// <summary>What memory holds does not get into a core file.</summary>
public sealed class CoreDumpsTests
{
    private const int GetDumpable = 3;
    private const int SetDumpable = 4;

    [Fact]
    public void A_process_that_forbids_core_files_says_so_to_the_system()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            Assert.Equal(1, Control(GetDumpable, 0, 0, 0, 0));
            CoreDumps.Forbid();
            Assert.Equal(0, Control(GetDumpable, 0, 0, 0, 0));
        }
        finally
        {
            _ = Control(SetDumpable, 1, 0, 0, 0); // the test process itself may be looked into
        }
    }

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nuint first, nuint second, nuint third, nuint fourth);
}
