using System.Globalization;
using Aurix.Platform.Bench;
using Aurix.Platform.Bench.Conflict;
using Aurix.Platform.Bench.Crypto;
using Aurix.Platform.Bench.Host;
using Aurix.Platform.Bench.Storage;
using Aurix.Platform.Bench.Sync;

if (args is [ChildProcess.Verb, .. var work])
{
    await ChildProcess.WorkAsync(work);
    return 0;
}

var benchmarks = new Dictionary<string, Func<string[], Task>>
{
    ["conflicts"] = ConflictBenchmark.RunAsync,
    ["messages"] = MessagesBenchmark.RunAsync,
    ["push-pull"] = PushPullBenchmark.RunAsync,
    ["crypto"] = CryptoBenchmark.RunAsync,
    ["start"] = StartBenchmark.RunAsync,
    ["storage"] = StorageBenchmark.RunAsync,
    ["storage-scale"] = StorageScale.RunAsync,
    ["storage-blob"] = StorageBlob.RunAsync,
    ["sync-live"] = LiveBenchmark.RunAsync,
    ["sync-recording"] = RecordingBenchmark.RunAsync,
    ["sync-scale"] = SyncScale.RunAsync,
    ["swap"] = SwapBenchmark.RunAsync,
    ["text-merge"] = _ => TextMergeBench.RunAsync(),
};

// A number belongs to the name before it.
var wanted = args.Length > 0 ? args : [.. benchmarks.Keys];
for (var place = 0; place < wanted.Length;)
{
    var name = wanted[place++];
    if (!benchmarks.TryGetValue(name, out var benchmark))
    {
        Console.Error.WriteLine($"There is no benchmark '{name}'. There are: {string.Join(", ", benchmarks.Keys)}");
        return 2;
    }

    var numbers = wanted.Skip(place).TakeWhile(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out _)).ToArray();
    place += numbers.Length;
    Console.WriteLine($"# {string.Join(' ', [name, .. numbers])}");
    await benchmark(numbers);
}

return 0;
