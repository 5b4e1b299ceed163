using System.Diagnostics;
using System.Globalization;
using Aurix.Platform.Crypto;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Operations;
using MediatR;

namespace Aurix.Platform.Bench.Host;

/// <summary>What a message costs beside a direct call of the handler that answers it.</summary>
internal static class MessagesBenchmark
{
    private const int Rounds = 31;
    private static readonly EndLogin Request = new(1);

    public static async Task RunAsync(string[] numbers)
    {
        var calls = numbers is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 100_000;
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"One message after the other, {calls} a round, median of {Rounds} interleaved rounds"));
        Console.WriteLine();
        Console.WriteLine("| handler | called | ns a call | spread, ns | bytes allocated a call | over the direct call, ns | over it, bytes |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        await CompareAsync("answers at once", new AtOnce(), calls);
        await CompareAsync("really waits", new Waiting(), calls / 10);
    }

    private static async Task CompareAsync(string title, IRequestHandler<EndLogin, bool> handler, int calls)
    {
        await using var pipe = Pipe.Over(handler);
        (string Name, Func<Task<bool>> Call, bool Listened)[] contestants =
        [
            ("directly", () => handler.Handle(Request, CancellationToken.None), false),
            ("through the host", () => pipe.Mediator.Send(Request), false),
            ("through the host, metrics and traces listened to", () => pipe.Mediator.Send(Request), true),
        ];
        var seen = contestants.ToDictionary(contestant => contestant.Name, _ => new List<(double Nanoseconds, double Bytes)>());
        for (var round = -3; round < Rounds; round++) // three rounds so that all is compiled
        {
            foreach (var contestant in contestants)
            {
                using var listeners = contestant.Listened ? new Listeners() : null;
                var measured = await MeasureAsync(contestant.Call, calls);
                if (round >= 0)
                {
                    seen[contestant.Name].Add(measured);
                }
            }
        }

        var direct = (Time: seen[contestants[0].Name].Select(one => one.Nanoseconds).Median(), Bytes: seen[contestants[0].Name].Select(one => one.Bytes).Median());
        foreach (var (name, _, _) in contestants)
        {
            var (time, bytes) = (seen[name].Select(one => one.Nanoseconds).Median(), seen[name].Select(one => one.Bytes).Median());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {title} | {name} | {time:0} | {seen[name].Min(one => one.Nanoseconds):0}–{seen[name].Max(one => one.Nanoseconds):0} | {bytes:0} | {time - direct.Time:0} | {bytes - direct.Bytes:0} |"));
        }
    }

    private static async Task<(double Nanoseconds, double Bytes)> MeasureAsync(Func<Task<bool>> call, int calls)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var bytes = GC.GetTotalAllocatedBytes(precise: true); // of all threads: a handler that waits goes on elsewhere
        var started = Stopwatch.GetTimestamp();
        for (var number = 0; number < calls; number++)
        {
            await call();
        }

        var took = Stopwatch.GetElapsedTime(started);
        return (took.TotalNanoseconds / calls, (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / calls);
    }

    private sealed class AtOnce : IRequestHandler<EndLogin, bool>
    {
        private readonly Task<bool> _answer = Task.FromResult(true);

        public Task<bool> Handle(EndLogin request, CancellationToken cancellationToken) => _answer;
    }

    private sealed class Waiting : IRequestHandler<EndLogin, bool>
    {
        public async Task<bool> Handle(EndLogin request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return true;
        }
    }

    // What the host's own page of numbers and a collector of traces would be.
    private sealed class Listeners : IDisposable
    {
        private readonly SeriesBook _numbers = new(HostMeter.Name);

        private readonly ActivityListener _traces = new()
        {
            ShouldListenTo = source => source.Name == HostMeter.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };

        public Listeners() => ActivitySource.AddActivityListener(_traces);

        public void Dispose()
        {
            _traces.Dispose();
            _numbers.Dispose();
        }
    }
}
