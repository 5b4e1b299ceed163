using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Daemons that follow their server and are killed in the middle of it again and again, after so many requests and never after so much time.</summary>
/// <remarks><c>AURIX_TEST_SEED</c> takes other moments than the usual ones.</remarks>
public sealed class KilledDaemonsTests
{
    private const int Chunks = 24;
    private const int Pieces = Chunks + 1; // and the manifest
    private const int Lanes = 4;
    private const int KillsAtChunks = 2; // of each daemon
    private const int Kills = KillsAtChunks + 2; // of each; chunks may be under way at the other two as well, and what is under way is moved again
    private const int LatestChunk = 5;
    private const int LatestRequest = 5; // that an edit of somebody else leads to

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60); // no measure of anything: a daemon that nothing kills would never end

    private readonly Random _chance = new(Fuzzing.Seed);
    private readonly List<string> _acknowledged = [];

    [Fact]
    public async Task Daemons_that_are_killed_while_they_follow_end_equal_and_send_no_chunk_for_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await using var a = await Follower.StartAsync(server, first: true);
        await using var b = await Follower.StartAsync(server, first: false);
        var film = new byte[((Chunks - 1) * 1_048_572) + 1000];
        _chance.NextBytes(film);
        var source = Path.Combine(a.Device.Folder, "film.bin");
        await File.WriteAllBytesAsync(source, film);
        await WriteAsync(a);
        a.Daemon.Start();
        b.Daemon.Start();

        await KillAtChunksAsync(a, "PUT", () => a.Device.RunAsync("attach", "note:1", source));
        await KillAtEditsAsync(a, b);
        await KillAtChunksAsync(b, "GET", () => WriteAsync(b));
        await KillAtEditsAsync(b, a);

        var copy = Path.Combine(b.Device.Folder, "film.bin");
        await UntilAsync(async () => (await b.Device.RunAsync("extract", "note:1", "film.bin", "--out", copy)).ExitCode == 0);
        await UntilAsync(async () => await TwoDevicesTests.StateAsync(a.Device) == await TwoDevicesTests.StateAsync(b.Device));
        var copied = await File.ReadAllBytesAsync(copy);
        Assert.True(film.AsSpan().SequenceEqual(copied), $"AURIX_TEST_SEED={Fuzzing.Seed}");
        Assert.Equal(_acknowledged.Order(StringComparer.Ordinal), (await b.Device.JsonAsync("list"))["documents"]!.AsArray().Select(document => (string)document!["id"]!));
        Assert.InRange(a.Proxy.Count("PUT", "-blob/"), Pieces, Pieces + (Kills * Lanes));
        Assert.InRange(b.Proxy.Count("GET", "-blob/"), Pieces, Pieces + (Kills * Lanes));
        Assert.Equal(0, b.Proxy.Count("PUT", "-blob/")); // what came from there is not sent there
        foreach (var follower in new[] { a, b })
        {
            await follower.Daemon.DisposeAsync();
            (await follower.Device.RunAsync("doctor")).Must();
            Assert.Empty((await follower.Device.JsonAsync("alarm", "list")).AsArray());
        }
    }

    private async Task KillAtChunksAsync(Follower follower, string method, Func<Task> begin)
    {
        for (var kill = 0; kill < KillsAtChunks; kill++)
        {
            await follower.KillAsync(request => request.Is(method, "-blob/c"), _chance.Next(1, LatestChunk + 1), _chance.Next(2) == 0, begin);
            begin = () => Task.CompletedTask; // the next one is met by going on
        }
    }

    // An edit of its own on its way out, and one of somebody else that comes in: some of the requests reach the server, and some do not.
    private async Task KillAtEditsAsync(Follower follower, Follower other)
    {
        await follower.KillAsync(request => request.Is("POST", "_bulk_docs"), 1, _chance.Next(2) == 0, () => WriteAsync(follower));
        await follower.KillAsync(request => !request.IsFeed, _chance.Next(1, LatestRequest + 1), _chance.Next(2) == 0, () => WriteAsync(other));
    }

    private async Task WriteAsync(Follower follower)
    {
        var id = $"note:{_acknowledged.Count + 1}";
        await follower.Device.PutAsync(id, $$"""{"number":{{_acknowledged.Count}}}""");
        _acknowledged.Add(id);
    }

    // Each look is a process of its own, which takes its time; the number only ends a test that waits for what never comes.
    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var looks = 0; !await holds(); looks++)
        {
            Assert.True(looks < 100, $"it never came to it, AURIX_TEST_SEED={Fuzzing.Seed}");
        }
    }

    /// <summary>A device, its daemon, and a proxy on its way that kills the daemon.</summary>
    private sealed class Follower(Aurix device, HostileProxy proxy) : IAsyncDisposable
    {
        public Aurix Device => device;

        public HostileProxy Proxy => proxy;

        public Daemon Daemon { get; } = new(device);

        public static async Task<Follower> StartAsync(RunningServer server, bool first)
        {
            var follower = new Follower(await Aurix.WithVaultAsync(), await HostileProxy.StartAsync(server.Listening));
            (await follower.Device.EnableAsync($"{follower.Proxy.Address}/{RunningServer.Database}", first)).Must();
            return follower;
        }

        /// <summary>Lets something be done, kills the daemon at the request of a kind that comes as that number, and starts it again.</summary>
        public async Task KillAsync(Func<ProxyRequest, bool> kind, int number, bool arrives, Func<Task> doing)
        {
            proxy.Before = request => kind(request) && Interlocked.Decrement(ref number) == 0 ? Kill(arrives) : null;
            await doing();
            await Daemon.EndAsync().WaitAsync(Limit);
            proxy.Before = _ => null;
            Daemon.Start();
        }

        public async ValueTask DisposeAsync()
        {
            await Daemon.DisposeAsync();
            await proxy.DisposeAsync();
            device.Dispose();
        }

        private ProxyAnswer? Kill(bool arrives)
        {
            Daemon.Kill();
            return arrives ? null : ProxyAnswer.Dropped;
        }
    }
}
