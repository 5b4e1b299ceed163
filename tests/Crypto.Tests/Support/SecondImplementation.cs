using System.Diagnostics;
using System.Text;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>tests/interop: the formats once more, in JavaScript, written from docs/formats/envelope.md.</summary>
internal static class SecondImplementation
{
    public const string Folder = "tests/interop";

    /// <summary>What the script says on standard output; it must end well.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [script, .. arguments])
        {
            WorkingDirectory = NodeFactAttribute.Locate(Folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var node = Process.Start(start)!;
        var error = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, output + await error);
        return output;
    }
}
