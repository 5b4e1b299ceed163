using Aurix.Platform.Bench;
using Aurix.Platform.Bench.PushPull;

var benchmarks = new Dictionary<string, Func<Task>> { ["push-pull"] = PushPullBenchmark.RunAsync };
var names = args.Length > 0 ? args : [.. benchmarks.Keys];
foreach (var name in names)
{
    if (!benchmarks.TryGetValue(name, out var benchmark))
    {
        Console.Error.WriteLine($"There is no benchmark '{name}'. There are: {string.Join(", ", benchmarks.Keys)}");
        return 2;
    }

    Console.WriteLine($"# {name}");
    await benchmark();
}

return 0;
