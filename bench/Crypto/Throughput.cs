using System.Diagnostics;
using System.Globalization;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>Runs contestants in turn on so many threads, and prints medians, megabytes a second, bytes allocated a call, and ratios to the first.</summary>
internal static class Throughput
{
    private const int Rounds = 9; // odd, so that the median is a measured value

    /// <param name="title">What is done.</param>
    /// <param name="cores">Threads, each with work of its own.</param>
    /// <param name="size">Bytes a call.</param>
    /// <param name="calls">Calls a thread and round.</param>
    /// <param name="contestants">By name; the first is ours. Each makes the work of one thread.</param>
    public static void Run(string title, int cores, int size, int calls, params (string Name, Func<Action> Make)[] contestants)
    {
        var work = contestants.ToDictionary(one => one.Name, one => Enumerable.Range(0, cores).Select(_ => one.Make()).ToArray());
        var seconds = contestants.ToDictionary(one => one.Name, _ => new List<double>());
        var allocated = contestants.ToDictionary(one => one.Name, _ => 0L);
        for (var round = -1; round < Rounds; round++) // the first is for the compiler
        {
            foreach (var (name, _) in contestants)
            {
                (var taken, allocated[name]) = Once(work[name], calls);
                if (round >= 0)
                {
                    seconds[name].Add(taken);
                }
            }
        }

        var ours = seconds[contestants[0].Name].Median();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{title}: {calls} calls a thread, median of {Rounds} interleaved rounds\n"));
        Console.WriteLine("| | µs a call | MB/s | spread, MB/s | bytes allocated a call | Aurix is |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (name, _) in contestants)
        {
            var median = seconds[name].Median();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {median * 1e6 / calls:0.00} | {Rate(median):0} | {Rate(seconds[name].Max()):0}–{Rate(seconds[name].Min()):0} | {allocated[name]} | {median / ours:0.00}× as fast |"));
        }

        double Rate(double time) => (double)size * calls * cores / time / 1e6;
    }

    /// <summary>Seconds until the last thread is done, and bytes that a call allocated on its thread.</summary>
    private static (double Seconds, long Allocated) Once(Action[] work, int calls)
    {
        using var start = new Barrier(work.Length + 1);
        var allocated = 0L;
        var threads = work.Select(one => new Thread(() =>
        {
            start.SignalAndWait();
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var call = 0; call < calls; call++)
            {
                one();
            }

            Interlocked.Add(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        start.SignalAndWait();
        var clock = Stopwatch.StartNew();
        threads.ForEach(thread => thread.Join());
        return (clock.Elapsed.TotalSeconds, allocated / ((long)calls * work.Length));
    }
}
