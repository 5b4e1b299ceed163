using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>Asked to stop while it works, it stops in order: what was acknowledged is there afterwards.</summary>
public sealed class StopTests
{
    // The systemd unit's TimeoutStopSec.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    [Fact]
    public async Task Every_write_that_a_server_acknowledged_before_it_was_stopped_is_there_afterwards()
    {
        using var aurix = new Aurix();
        var (server, address) = await ServeAsync(aurix, 0, "--admin", "root", "--admin-password-file", aurix.PasswordFile);
        using var http = Client(address);
        (await http.PutAsync("busy", null)).EnsureSuccessStatusCode().Dispose();
        var acknowledged = new ConcurrentBag<string>();
        var enough = new TaskCompletionSource();
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteUntilRefusedAsync(http, writer, acknowledged, enough))).ToArray();

        await enough.Task;
        server.Terminate();
        await server.WaitForExitAsync().WaitAsync(Patience);
        await Task.WhenAll(writers);

        Assert.Equal(0, server.ExitCode);
        var (again, after) = await ServeAsync(aurix, 0);
        using var reader = Client(after);
        var rows = JsonNode.Parse(await reader.GetStringAsync("busy/_all_docs"))!["rows"]!.AsArray().Select(row => (string)row!["id"]!).ToHashSet();
        Assert.True(acknowledged.Count >= 100);
        Assert.Empty(acknowledged.Except(rows));
        again.Terminate();
        await again.WaitForExitAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_daemon_that_is_stopped_while_it_syncs_ends_well_and_goes_on_where_it_was()
    {
        await using var server = await RunningServer.StartAsync();
        await using var wire = new RecordingProxy(server.Listening.Port);
        using var aurix = await Aurix.WithVaultAsync();
        var lines = string.Join('\n', Enumerable.Range(0, 3000).Select(number => string.Create(CultureInfo.InvariantCulture, $$$"""{"id":"note:{{{number}}}","content":{"text":"words {{{number}}}"}}""")));
        (await aurix.FeedAsync(lines, "put", "-", "--lines")).Must();
        (await aurix.EnableAsync($"http://127.0.0.1:{wire.Port}/{RunningServer.Database}", first: true)).Must();
        using var daemon = aurix.Start("run");
        await RunningAsync(daemon);

        daemon.Terminate(); // its first round began when it said that it runs
        await daemon.WaitForExitAsync().WaitAsync(Patience);
        var said = await daemon.StandardOutput.ReadToEndAsync();

        Assert.Equal(0, daemon.ExitCode);
        Assert.EndsWith("Stopped.\n", said, StringComparison.Ordinal);
        (await aurix.RunAsync("sync", "now")).Must();
        using var other = await Aurix.WithVaultAsync();
        (await other.EnableAsync(server.Address, first: false)).Must();
        (await other.RunAsync("sync", "now")).Must();
        Assert.Equal("""{"text":"words 2999"}""", (await other.JsonAsync("get", "note:2999"))["content"]!.ToJsonString());
    }

    [Fact]
    public async Task Who_asks_twice_does_not_wait()
    {
        using var aurix = new Aurix();
        var (server, address) = await ServeAsync(aurix, 0, "--verbose");
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        await socket.SendAsync("POST /_session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"u8.ToArray()); // a request that never ends
        Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(await ReceiveAsync(socket)), StringComparison.Ordinal); // it is being handled: somebody wants its body

        server.Terminate();
        await StoppingAsync(server);
        server.Terminate();
        await server.WaitForExitAsync().WaitAsync(Patience);

        Assert.Equal(128 + 9, server.ExitCode); // killed, and not at the end of its patience
    }

    [Fact]
    public async Task A_probe_asks_the_process_that_runs_and_ends_as_a_health_check_does()
    {
        using var aurix = new Aurix();
        var before = await aurix.RunAsync("health");
        var (server, _) = await ServeAsync(aurix, 0);

        var health = JsonNode.Parse((await aurix.RunAsync("health", "--json")).Must().Output)!;
        server.Terminate();
        await server.WaitForExitAsync().WaitAsync(Patience);
        var after = await aurix.RunAsync("health");

        Assert.Equal((1, 1), (before.ExitCode, after.ExitCode));
        Assert.Equal("ready", (string)health["status"]!);
        var daemon = Assert.Single(health["daemons"]!.AsArray())!;
        Assert.Equal(server.Id.ToString(CultureInfo.InvariantCulture), (string)daemon["process"]!);
        Assert.All(daemon["modules"]!.AsArray(), module => Assert.Equal("serving", (string)module!["state"]!));
    }

    private static async Task WriteUntilRefusedAsync(HttpClient http, int writer, ConcurrentBag<string> acknowledged, TaskCompletionSource enough)
    {
        for (var number = 0; ; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"doc-{writer}-{number}");
            try
            {
                using var answer = await http.PutAsync($"busy/{id}", new StringContent("""{"text":"words"}""", Encoding.UTF8, "application/json"));
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                return; // nobody listens any more
            }

            acknowledged.Add(id);
            if (acknowledged.Count >= 100)
            {
                enough.TrySetResult();
            }
        }
    }

    private static HttpClient Client(Uri address)
    {
        var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"root:{Aurix.Password}")));
        return http;
    }

    private static async Task<(Process Server, Uri Address)> ServeAsync(Aurix aurix, int port, params string[] more)
    {
        var process = aurix.Start(["serve", "--port", port.ToString(CultureInfo.InvariantCulture), "--json", .. more]);
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.True(line is not null, "The server did not start.");
        return (process, new Uri((string)JsonNode.Parse(line)!["listening"]!));
    }

    private static async Task RunningAsync(Process daemon)
    {
        while (await daemon.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Running.", StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail("The daemon did not start: " + await daemon.StandardError.ReadToEndAsync());
    }

    private static async Task<byte[]> ReceiveAsync(System.Net.Sockets.Socket socket)
    {
        var buffer = new byte[1024];
        return buffer[..await socket.ReceiveAsync(buffer)];
    }

    // It says in its log that it was asked.
    private static async Task StoppingAsync(Process server)
    {
        while (await server.StandardError.ReadLineAsync() is { } line)
        {
            if (line.Contains("Asked to stop", StringComparison.Ordinal))
            {
                return;
            }
        }
    }
}
