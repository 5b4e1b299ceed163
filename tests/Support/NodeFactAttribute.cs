using System.Diagnostics;
using Xunit;

namespace Aurix.Platform.Tests;

/// <summary>A test that needs Node and a folder's <c>node_modules</c>. Without them it is reported as skipped, with the reason, and never as passed.</summary>
/// <remarks>The folder counts from the directory that holds Aurix.Platform.sln, found by walking up from the test's own.</remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> HasNode = new(StartsNode);

    /// <param name="folder">Such as <c>tests/interop</c>.</param>
    public NodeFactAttribute(string folder)
    {
        Folder = folder;
        if (!HasNode.Value)
        {
            Skip = "Node is not installed, so the JavaScript side cannot run.";
        }
        else if (!Directory.Exists(Path.Combine(Locate(folder), "node_modules")))
        {
            Skip = $"{folder}/node_modules is missing: run 'npm ci' there.";
        }
    }

    /// <summary>The folder whose <c>node_modules</c> must exist.</summary>
    public string Folder { get; }

    /// <summary>The full path of a folder of the repository.</summary>
    public static string Locate(string folder)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Aurix.Platform.sln")))
            {
                return Path.Combine(directory.FullName, folder);
            }
        }

        throw new DirectoryNotFoundException("No directory above the tests holds Aurix.Platform.sln.");
    }

    private static bool StartsNode()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true });
            node!.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }
}
