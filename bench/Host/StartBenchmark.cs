using System.Diagnostics;
using System.Globalization;

namespace Aurix.Platform.Bench.Host;

/// <summary>From the start of a process to its first answer over HTTP: <c>aurix serve</c> beside an empty ASP.NET Core program, both published.</summary>
internal static class StartBenchmark
{
    public static async Task RunAsync(string[] numbers)
    {
        var rounds = numbers is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) | 1 : 15;
        using var published = new TemporaryFolder();
        await PublishAsync("host", Path.Combine(published.Path, "aurix"));
        await PublishAsync(Path.Combine("bench", "Host", "EmptyServer"), Path.Combine(published.Path, "empty"));
        using var data = new TemporaryFolder();
        (string Name, string[] Command)[] contestants =
        [
            ("aurix serve", [Path.Combine(published.Path, "aurix", "aurix.dll"), "serve", "--port", "0", "--data", data.Path, "--modules", Processes.Modules]),
            ("an empty ASP.NET Core program", [Path.Combine(published.Path, "empty", "EmptyServer.dll")]),
        ];
        var milliseconds = contestants.ToDictionary(contestant => contestant.Name, _ => new List<double>());
        for (var round = -2; round < rounds; round++) // two for the disk's cache and the store's making
        {
            foreach (var (name, command) in contestants)
            {
                var took = await StartAsync(command);
                if (round >= 0)
                {
                    milliseconds[name].Add(took);
                }
            }
        }

        var ours = milliseconds[contestants[0].Name].Median();
        Console.WriteLine();
        Console.WriteLine($"Start to the first answer, median of {rounds} interleaved rounds");
        Console.WriteLine();
        Console.WriteLine("| | ms | spread, ms | Aurix takes |");
        Console.WriteLine("|---|---|---|---|");
        foreach (var (name, _) in contestants)
        {
            var median = milliseconds[name].Median();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {median:0} | {milliseconds[name].Min():0}–{milliseconds[name].Max():0} | {ours / median:0.00}× as long |"));
        }
    }

    private static async Task PublishAsync(string project, string into)
    {
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Path.Combine(Processes.Root, project), "-c", "Release", "-o", into, "--nologo", "-v", "quiet"]))!;
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException($"{project} cannot be published.");
        }
    }

    // Both say in a line where they listen, and then answer anybody.
    private static async Task<double> StartAsync(string[] command)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Uri? address = null;
        while (address is null)
        {
            var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("It did not start: " + await process.StandardError.ReadToEndAsync());
            address = line.StartsWith("Listening on ", StringComparison.Ordinal) ? new Uri(line["Listening on ".Length..]) : null;
        }

        using var http = new HttpClient();
        (await http.GetAsync(address)).EnsureSuccessStatusCode().Dispose();
        var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        process.Kill();
        await process.WaitForExitAsync();
        return took;
    }
}
