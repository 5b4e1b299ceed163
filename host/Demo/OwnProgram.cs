using System.Diagnostics;

namespace Aurix.Platform.Host.Demo;

/// <summary>This very program, started once more, in a process that the demo can kill.</summary>
internal static class OwnProgram
{
    /// <summary>Starts it with these arguments; what it says is nobody's business.</summary>
    public static Process Start(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        string[] first = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : []; // the library that dotnet was told to run
        var start = new ProcessStartInfo(program, [.. first, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        return Process.Start(start)!;
    }
}
