using System.Globalization;

namespace Aurix.Platform.Bench;

/// <summary>Runs contestants in turn, round after round, so that whatever else the machine does hits all alike; prints medians and ratios.</summary>
internal static class Interleaved
{
    /// <param name="rounds">Odd, so that the median is a measured value.</param>
    /// <param name="items">How many items one run moves.</param>
    /// <param name="contestants">By name; the first is ours. Each answers the seconds it took.</param>
    public static async Task RunAsync(string title, int rounds, int items, params (string Name, Func<Task<double>> Run)[] contestants)
    {
        var seconds = contestants.ToDictionary(contestant => contestant.Name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (name, run) in contestants)
            {
                seconds[name].Add(await run());
            }
        }

        var ours = seconds[contestants[0].Name].Median();
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{title}: {items} documents, median of {rounds} interleaved rounds"));
        Console.WriteLine();
        Console.WriteLine("| | seconds | documents/s | spread | Aurix is |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var (name, _) in contestants)
        {
            var median = seconds[name].Median();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {median:0.00} | {items / median:0} | {seconds[name].Min():0.00}–{seconds[name].Max():0.00} | {median / ours:0.00}× as fast |"));
        }
    }
}
