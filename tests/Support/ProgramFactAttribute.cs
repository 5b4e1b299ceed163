using System.Diagnostics;
using Xunit;

namespace Aurix.Platform.Tests;

/// <summary>A test that compares with a program of others. Without it the test is reported as skipped, with the reason, and never as passed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    /// <param name="program">Its name.</param>
    /// <param name="version">The argument that makes it say its version.</param>
    public ProgramFactAttribute(string program, string version = "--version")
    {
        if (!Starts(program, version))
        {
            Skip = $"{program} is not installed, so there is nothing to compare with.";
        }
    }

    private static bool Starts(string program, string version)
    {
        try
        {
            using var started = Process.Start(new ProcessStartInfo(program, version) { RedirectStandardOutput = true });
            started!.WaitForExit();
            return started.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }
}
