using System.Diagnostics;

namespace Aurix.Platform.Storage.Blobs;

/// <summary>The process that an upload belongs to. A process id alone is used again by later processes; with the start time it is not.</summary>
internal readonly record struct UploadOwner(int Process, long StartMilliseconds)
{
    // Two processes may compute the start of a third a little differently; a process id does not come round again this fast.
    private const long Tolerance = 60_000;

    /// <summary>This process.</summary>
    public static UploadOwner Me
    {
        get
        {
            using var me = System.Diagnostics.Process.GetCurrentProcess();
            return new(me.Id, Start(me));
        }
    }

    /// <summary>Whether it is this process.</summary>
    public bool IsMe
    {
        get
        {
            var me = Me;
            return Process == me.Process && Math.Abs(me.StartMilliseconds - StartMilliseconds) < Tolerance;
        }
    }

    /// <summary>Whether the process still runs. What cannot be found out counts as running: nothing of a living process may be swept.</summary>
    public bool IsRunning()
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(Process);
            return Math.Abs(Start(process) - StartMilliseconds) < Tolerance;
        }
        catch (ArgumentException)
        {
            return false; // No process has this id.
        }
        catch (Exception unknowable) when (unknowable is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return true;
        }
    }

    private static long Start(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds();
}
