using System.Diagnostics;

namespace Aurix.Platform.Bench;

/// <summary>Starts the real program and the peers.</summary>
internal static class Processes
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    private static string Program { get; } = Path.Combine(Root, "host", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "aurix.dll");

    /// <summary>The modules as the build laid them out.</summary>
    public static string Modules { get; } = Path.Combine(Path.GetDirectoryName(Program)!, "modules");

    public static Process Aurix(string data, string? input, params string[] arguments) => Start("dotnet", input, [Program, .. arguments, "--data", data]);

    public static Process Node(string script, params string[] arguments) => Start("node", null, [Path.Combine(Root, "bench", script), .. arguments]);

    /// <summary>Waits, and answers standard output; anything but success ends the benchmark.</summary>
    public static async Task<string> OutputAsync(this Process process)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} ended with {process.ExitCode}: {await error}");
        }
    }

    private static Process Start(string program, string? input, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        var process = Process.Start(start)!;
        if (input is not null)
        {
            _ = Task.Run(async () =>
            {
                await process.StandardInput.WriteAsync(input);
                process.StandardInput.Close();
            });
        }
        else
        {
            process.StandardInput.Close();
        }

        return process;
    }

    private static string FindRoot(string folder) => File.Exists(Path.Combine(folder, "Aurix.Platform.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
