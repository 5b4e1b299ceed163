using System.Diagnostics;
using Xunit;

namespace Aurix.Platform.Tests;

/// <summary>A test that needs Node and a folder's <c>node_modules</c>. Without them it is reported as skipped, with the reason, and never as passed.</summary>
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
    public static string Locate(string folder) => Path.Combine(Repository.Root, folder);

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
