using System.Diagnostics;

namespace Aurix.Platform.Tests;

/// <summary>A script of Node's, as a process of its own.</summary>
public static class Node
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(3);

    /// <summary>Runs it to its end and answers what it printed.</summary>
    /// <param name="folder">Where it is and runs, such as <c>tests/pouchdb</c>.</param>
    /// <param name="arguments">The script, and what it is given.</param>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = NodeFactAttribute.Locate(folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Most);
        var output = node.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = node.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await node.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw;
        }

        return node.ExitCode == 0 ? await output : throw new InvalidOperationException($"{arguments[0]} ended with {node.ExitCode}\n{await errors}");
    }
}
