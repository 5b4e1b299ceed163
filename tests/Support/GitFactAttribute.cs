using System.Diagnostics;
using Xunit;

namespace Aurix.Platform.Tests;

/// <summary>A test that compares with git. Without it the test is reported as skipped, with the reason, and never as passed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class GitFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> HasGit = new(StartsGit);

    public GitFactAttribute()
    {
        if (!HasGit.Value)
        {
            Skip = "git is not installed, so there is nothing to compare with.";
        }
    }

    private static bool StartsGit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", "--version") { RedirectStandardOutput = true });
            git!.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }
}
