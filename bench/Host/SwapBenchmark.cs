using System.Collections.Immutable;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Bench.Host;

/// <summary>Takes modules anew while eight callers use them: how long it takes, how long callers wait, and how many are turned away.</summary>
internal static class SwapBenchmark
{
    private const int Callers = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // of a caller over HTTP: one that is left waiting for longer counts as failed

    public static async Task RunAsync(string[] numbers)
    {
        var swaps = numbers is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 50;
        using var data = new TemporaryFolder();
        await using var host = await new HostBuilder(new HostSettings(data.Path, Processes.Modules, ImmutableDictionary<string, string>.Empty), NullLoggerFactory.Instance, TimeProvider.System).BuildAsync(CancellationToken.None);
        var vault = await host.Mediator.Send(new CreateVault());
        await host.Mediator.Send(new InitialiseVault(vault.Vault));
        var address = await host.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false));
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = address, Timeout = Patience };

        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{swaps} swaps of each, under {Callers} callers that wait for each answer"));
        Console.WriteLine();
        Console.WriteLine("| | swap, ms: p50 | p99 | pause, ms: p50 | p99 | a call, ms: p50 | p99 | longest | calls | failed | old copies not gone at once |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        await MeasureAsync(host.Mediator, "conflict, two copies overlap", "aurix.conflict", swaps, _ => host.Mediator.Send(new DescribePolicy()));
        await MeasureAsync(host.Mediator, "storage, one copy at a time; durable writes", "aurix.storage", swaps, number => host.Mediator.Send(new PutDocument(new DocumentId($"note:{number}"), CanonicalJson.Parse("""{"text":"words of a note"}"""), null)));
        await MeasureAsync(host.Mediator, "gateway, over HTTP", "aurix.gateway", swaps, async _ => (await http.GetAsync("_up")).EnsureSuccessStatusCode().Dispose());
        await MeasureAsync(host.Mediator, "a strategy", "aurix.strategy.lww", swaps, _ => host.Mediator.Send(new ResolveConflict("aurix.lww", Meeting)));
        await host.Mediator.Send(new CloseGateway());
    }

    private static MergeInput Meeting { get; } = new(
        DocumentType.Default,
        0,
        new MergeBase(CanonicalJson.Parse("""{"title":"before"}"""), DocumentBody.NoAttachments, BaseQuality.Exact),
        [Head(1, """{"title":"first thought"}"""), Head(2, """{"title":"second thought"}""")],
        CanonicalJson.EmptyObject);

    private static MergeHead Head(uint side, string content) => new(
        new Revision(2, new RevisionHash(side)),
        new HybridTimestamp(1_000 + side, 0, new ActorId(side)),
        Deleted: false,
        CanonicalJson.Parse(content),
        DocumentBody.NoAttachments);

    private static async Task MeasureAsync(IMediator mediator, string title, string module, int swaps, Func<long, Task> call)
    {
        using var over = new CancellationTokenSource();
        var calls = new ConcurrentBag<double>();
        var (failed, number) = (0L, 0L);
        var callers = Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                var started = Stopwatch.GetTimestamp();
                try
                {
                    await call(Interlocked.Increment(ref number));
                    calls.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
                catch (Exception failure)
                {
                    if (Interlocked.Increment(ref failed) == 1)
                    {
                        Console.Error.WriteLine($"{title}: the first that failed: {failure.Message}");
                    }
                }
            }
        })).ToArray();

        var (took, pauses, left) = (new List<double>(), new List<double>(), 0);
        for (var swap = 0; swap < swaps; swap++)
        {
            var started = Stopwatch.GetTimestamp();
            var done = await mediator.Send(new ReloadModule(module));
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            pauses.Add(done.Pause.TotalMilliseconds);
            left += done.Unloaded ? 0 : 1;
        }

        await over.CancelAsync();
        await Task.WhenAll(callers);
        var all = calls.Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {title} | {took.At(0.5):0.0} | {took.At(0.99):0.0} | {pauses.At(0.5):0.00} | {pauses.At(0.99):0.00} | {all.At(0.5):0.000} | {all.At(0.99):0.000} | {all[^1]:0.0} | {all.Count} | {failed} | {left} |"));
    }
}
