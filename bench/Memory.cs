using System.Globalization;

namespace Aurix.Platform.Bench;

/// <summary>What the system says of this process's resident memory, in MiB. Pages of files that SQLite reads are not in it; its own cache is.</summary>
internal static class Memory
{
    public static double Now => Read("VmRSS");

    /// <summary>The highest since the process began.</summary>
    public static double Peak => Read("VmHWM");

    private static double Read(string name)
    {
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.AsSpan(name.Length + 1).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024;
    }
}
