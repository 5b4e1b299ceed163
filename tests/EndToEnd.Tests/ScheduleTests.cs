using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>Schedules with and without a daemon, by commands as a person types them.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public async Task What_is_scheduled_runs_in_the_daemon_when_it_may_and_at_once_when_somebody_asks()
    {
        using var aurix = await Aurix.WithVaultAsync();
        var care = await aurix.JsonAsync("schedule", "add", "care", "--job", "storage.care", "--every", "1d", "--network", "unmetered");
        Assert.Null(care["process"]);
        Assert.Single(care["notKnown"]!.AsArray());
        Assert.Equal("metered", (string)(await aurix.JsonAsync("conditions", "set", "--network", "metered"))["network"]!);

        using var daemon = aurix.Start("run");
        await RunningAsync(daemon);
        var held = await HistoryAsync(aurix, "care", "skipped");
        await aurix.JsonAsync("conditions", "set", "--network", "unmetered");
        await HistoryAsync(aurix, "care", "succeeded");
        var nightly = await aurix.JsonAsync("schedule", "add", "nightly", "--job", "storage.care", "--cron", "0 0 3 * * ?");
        var asked = await aurix.JsonAsync("schedule", "run", "nightly");
        await HistoryAsync(aurix, "nightly", "succeeded");

        Assert.Equal("The network is metered.", (string)held["summary"]!);
        Assert.Equal(daemon.Id.ToString(CultureInfo.InvariantCulture), (string)nightly["process"]!);
        Assert.Equal("running", (string)asked["outcome"]!);
        daemon.Kill();
        await daemon.WaitForExitAsync();

        Assert.Equal("succeeded", (string)(await aurix.JsonAsync("schedule", "run", "nightly"))["outcome"]!); // nobody else runs: here, to its end
        var listed = (await aurix.JsonAsync("schedule", "list")).AsArray();
        Assert.Equal(["care", "nightly"], listed.Where(row => !(bool)row!["configured"]!).Select(row => (string)row!["name"]!));
        Assert.All(listed.Where(row => !(bool)row!["configured"]!), row => Assert.NotNull(row!["next"]));
        (await aurix.RunAsync("schedule", "pause", "care")).Must();
        (await aurix.RunAsync("schedule", "resume", "care")).Must();
        (await aurix.RunAsync("schedule", "remove", "care")).Must();
        Assert.Equal(3, (await aurix.RunAsync("schedule", "remove", "care")).ExitCode);
        (await aurix.RunAsync("schedule", "pause", "sync.round")).MustFail(2, "NotYours");
        (await aurix.RunAsync("schedule", "add", "bad", "--job", "sync.round")).MustFail(2, "BadSchedule");
    }

    [Fact]
    public async Task A_daemon_that_is_killed_in_the_middle_of_a_run_makes_up_for_it_when_it_starts_again()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await using var server = await RunningServer.StartAsync();
        int port;
        await using (var wire = new RecordingProxy(server.Listening.Port))
        {
            port = wire.Port;
            (await aurix.EnableAsync($"http://127.0.0.1:{port}/{RunningServer.Database}", first: true)).Must();
        }

        using var silent = new TcpListener(IPAddress.Loopback, port); // from now on the server takes calls and never answers
        silent.Start();
        (await aurix.RunAsync("schedule", "add", "daily", "--job", "sync.round", "--every", "1d")).Must();
        using var first = aurix.Start("run", "--set", "schedules.sync.round=off", "--set", "sync.live=false");
        using var middle = await silent.AcceptTcpClientAsync();
        first.Kill();
        await first.WaitForExitAsync();
        while (silent.Pending())
        {
            (await silent.AcceptTcpClientAsync()).Dispose(); // what else it called
        }

        using var second = aurix.Start("run", "--set", "schedules.sync.round=off", "--set", "sync.live=false");
        using var again = await silent.AcceptTcpClientAsync();
        var runs = (await aurix.JsonAsync("schedule", "history", "daily")).AsArray();
        for (var look = 0; look < 60 && runs.Count < 2; look++) // another job may call first
        {
            runs = (await aurix.JsonAsync("schedule", "history", "daily")).AsArray();
        }

        second.Kill();
        await second.WaitForExitAsync();

        Assert.Equal(["running", "cut off"], runs.Select(run => (string)run!["outcome"]!));
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

    // The newest run of a schedule, when it has come to this outcome.
    private static async Task<JsonNode> HistoryAsync(Aurix aurix, string schedule, string outcome)
    {
        while (true)
        {
            if ((await aurix.JsonAsync("schedule", "history", schedule)).AsArray() is [{ } newest, ..] && (string)newest["outcome"]! == outcome)
            {
                return newest;
            }
        }
    }
}
