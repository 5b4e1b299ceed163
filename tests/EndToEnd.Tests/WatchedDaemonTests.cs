using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>Whoever watches a daemon at its most talkative, by log, numbers, health and traces, learns types and outcomes, and nothing that anybody wrote.</summary>
public sealed class WatchedDaemonTests
{
    private static readonly string[] Canaries =
    [
        "CanaryTitle7f31", "CanaryField7f31", "canary.type.7f31", "CanaryId7f31", "CanaryFile7f31", "CanarySound7f31", "CanaryMime7f31",
        "CanaryLater7f31", Aurix.Password,
    ];

    [Fact]
    public async Task No_marked_word_is_in_log_numbers_health_or_traces_of_a_busy_round()
    {
        await using var collector = new Collector();
        await using var server = await RunningServer.StartAsync();
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        await BeBusyAsync(a, b, server.Address);
        a.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        a.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";

        using var daemon = a.Start("run", "--ops", "127.0.0.1:0", "--log-format", "json", "--verbose");
        var said = new StringBuilder();
        var reading = ReadAsync(daemon.StandardError, said, "\"Job\":\"sync.round\"");
        var address = await OperationsAsync(daemon, said);
        await reading.Settled;
        using var http = new HttpClient { BaseAddress = address };
        var pages = new StringBuilder();
        foreach (var page in new[] { "health/live", "health/ready", "health/modules", "metrics" })
        {
            pages.Append(await http.GetStringAsync(page));
        }

        daemon.Terminate();
        await daemon.WaitForExitAsync();
        await reading.All;
        said.Append(await daemon.StandardOutput.ReadToEndAsync());
        var log = said.ToString();
        var sent = Encoding.Latin1.GetString(collector.Received);

        Assert.Equal(0, daemon.ExitCode);
        Assert.All([log, pages.ToString(), sent], text => Assert.All(Canaries, canary => Assert.DoesNotContain(canary, text, StringComparison.OrdinalIgnoreCase)));

        // The controls: each of them was talking.
        Assert.Contains("\"Message\":\"GraftRevisions", log, StringComparison.Ordinal);
        Assert.Contains("\"Role\":\"storage\"", log, StringComparison.Ordinal);
        Assert.Contains("aurix_sync_conflicts_merged_total{aurix_sync_remote=\"main\"} 1\n", pages.ToString(), StringComparison.Ordinal);
        Assert.Contains("aurix_sync_pending{aurix_sync_remote=\"main\"} 0\n", pages.ToString(), StringComparison.Ordinal);
        Assert.Matches("aurix_sync_io_bytes_total\\{aurix_sync_remote=\"main\",network_io_direction=\"transmit\"\\} [1-9]", pages.ToString());
        Assert.Equal(["/v1/metrics", "/v1/traces"], collector.Paths.Order(StringComparer.Ordinal));
        Assert.Contains("GraftRevisions", sent, StringComparison.Ordinal);
        Assert.Contains("aurix.sync.io", sent, StringComparison.Ordinal);
        Assert.All(log.Split('\n').Where(line => line.StartsWith('{')), line => Assert.NotNull(JsonNode.Parse(line)!["Category"]));
    }

    // Documents, a file and an edit on both sides wait for the round.
    private static async Task BeBusyAsync(Aurix a, Aurix b, string address)
    {
        var sound = Path.Combine(a.Folder, "CanaryFile7f31.flac");
        await File.WriteAllTextAsync(sound, string.Concat(Enumerable.Repeat("CanarySound7f31 ", 20_000)));
        await a.PutAsync("note:CanaryId7f31", """{"title":"CanaryTitle7f31","CanaryField7f31":"CanaryField7f31"}""", "canary.type.7f31");
        (await a.EnableAsync(address, first: true)).Must();
        (await a.RunAsync("sync", "now")).Must();
        (await b.EnableAsync(address, first: false)).Must();
        (await b.RunAsync("sync", "now")).Must();
        await b.PutAsync("note:CanaryId7f31", """{"title":"CanaryLater7f31 b"}""", "canary.type.7f31");
        (await b.RunAsync("sync", "now")).Must();
        await a.PutAsync("note:CanaryId7f31", """{"title":"CanaryLater7f31 a"}""", "canary.type.7f31");
        (await a.RunAsync("attach", "note:CanaryId7f31", sound, "--media-type", "audio/CanaryMime7f31")).Must();
    }

    private static async Task<Uri> OperationsAsync(Process daemon, StringBuilder said)
    {
        Uri? address = null;
        while (await daemon.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (said)
            {
                said.Append(line).Append('\n');
            }

            if (line.StartsWith("Operations on ", StringComparison.Ordinal))
            {
                address = new Uri(line["Operations on ".Length..]);
            }

            if (line.StartsWith("Running.", StringComparison.Ordinal))
            {
                return address!;
            }
        }

        throw new InvalidOperationException("The daemon did not start.");
    }

    // All of it, and when a line that says a word has come.
    private static (Task Settled, Task All) ReadAsync(StreamReader reader, StringBuilder said, string word)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (settled.Task, Task.Run(async () =>
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (said)
                {
                    said.Append(line).Append('\n');
                }

                if (line.Contains(word, StringComparison.Ordinal))
                {
                    settled.TrySetResult();
                }
            }

            settled.TrySetException(new InvalidOperationException($"The daemon ended before it said {word}."));
        }));
    }
}
