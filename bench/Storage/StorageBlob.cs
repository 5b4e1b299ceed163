using System.Globalization;

namespace Aurix.Platform.Bench.Storage;

/// <summary>A file of 2 GiB in and out: ours, the same chunks into SQLite, a plain file.</summary>
internal static class StorageBlob
{
    private const int Rounds = 3;

    /// <param name="arguments">The size in MiB, 2048 without.</param>
    public static async Task RunAsync(string[] arguments)
    {
        var mebibytes = arguments.Length > 0 ? long.Parse(arguments[0], CultureInfo.InvariantCulture) : 2048;
        (string Name, string Work)[] contestants = [("Aurix", "blob-ours"), ("raw SQLite, same chunks", "blob-raw"), ("plain file, synced at the end", "blob-file")];
        var measured = contestants.ToDictionary(contestant => contestant.Work, _ => new List<Dictionary<string, double>>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (_, work) in contestants)
            {
                using var folder = new TemporaryFolder();
                measured[work].Add(await ChildProcess.RunAsync(work, folder.Path, (mebibytes << 20).ToString(CultureInfo.InvariantCulture)));
            }
        }

        Console.WriteLine();
        Console.WriteLine($"A file of {mebibytes} MiB in and out, median of {Rounds} interleaved rounds");
        Console.WriteLine();
        Console.WriteLine("| | in, MiB/s | out, MiB/s | memory before, MiB | highest on the way in | highest in all | over it, MiB |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var (name, work) in contestants)
        {
            double Median(Func<Dictionary<string, double>, double> value) => measured[work].Select(value).Median();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {mebibytes / Median(run => run["in"]):0} | {mebibytes / Median(run => run["out"]):0} | {Median(run => run["idle"]):0} | {Median(run => run["peak in"]):0} | {Median(run => run["peak"]):0} | {Median(run => run["peak"] - run["idle"]):0} |"));
        }
    }
}
