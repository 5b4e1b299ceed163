using System.Diagnostics;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>Rounds whose process is killed again and again, after so many requests and never after so much time.</summary>
/// <remarks><c>AURIX_TEST_SEED</c> takes other moments than the usual ones.</remarks>
public sealed class KilledRoundsTests
{
    private const int Chunks = 32;
    private const int Pieces = Chunks + 1; // and the manifest
    private const int Lanes = 4;
    private const int Kills = 6; // half of them while chunks are under way; more, and no chunk would be left to be killed at
    private const int LatestRequest = 12; // of any kind: a round that still has chunks to move asks more than this
    private const int LatestChunk = 7;

    [Fact]
    public async Task A_device_that_is_killed_again_and_again_ends_with_everything_and_sends_no_chunk_for_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await using var proxy = await HostileProxy.StartAsync(server.Listening);
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        var chance = new Random(Fuzzing.Seed);
        var film = new byte[((Chunks - 1) * 1_048_572) + 1000];
        chance.NextBytes(film);
        var source = Path.Combine(a.Folder, "film.bin");
        await File.WriteAllBytesAsync(source, film);
        var lines = string.Concat(Enumerable.Range(0, 300).Select(number => $$$"""{"id":"note:{{{number:000}}}","content":{"number":{{{number}}}}}""" + "\n"));
        (await a.FeedAsync(lines, "put", "-", "--lines")).Must();
        (await a.RunAsync("attach", "note:007", source)).Must();
        var address = $"{proxy.Address}/{RunningServer.Database}";
        (await a.EnableAsync(address, first: true)).Must();

        await KillAsync(a, proxy, chance);
        (await a.RunAsync("sync", "now")).Must();
        Assert.InRange(proxy.Count("PUT", "-blob/"), Pieces, Pieces + (Kills * Lanes));

        (await b.EnableAsync(address, first: false)).Must();
        await KillAsync(b, proxy, chance);
        (await b.RunAsync("sync", "now")).Must();
        Assert.InRange(proxy.Count("GET", "-blob/"), Pieces, Pieces + (Kills * Lanes));
        Assert.Equal(0, proxy.Count("PUT", "-blob/")); // what came from there is not sent there

        (await a.RunAsync("sync", "now")).Must();
        var copy = Path.Combine(b.Folder, "film.bin");
        (await b.RunAsync("extract", "note:007", "film.bin", "--out", copy)).Must();
        var copied = await File.ReadAllBytesAsync(copy);
        Assert.True(film.AsSpan().SequenceEqual(copied), $"AURIX_TEST_SEED={Fuzzing.Seed}");
        Assert.Equal(await TwoDevicesTests.StateAsync(a), await TwoDevicesTests.StateAsync(b));
        (await a.RunAsync("doctor")).Must();
        (await b.RunAsync("doctor")).Must();
        Assert.Empty((await a.JsonAsync("alarm", "list")).AsArray());
        Assert.Empty((await b.JsonAsync("alarm", "list")).AsArray());
    }

    // Some of the requests at which it is killed reach the server, and some do not.
    private static async Task KillAsync(Aurix device, HostileProxy proxy, Random chance)
    {
        proxy.BeHonest();
        for (var number = 0; number < Kills; number++)
        {
            var (atChunk, arrives) = (number % 2 == 1, chance.Next(2) == 0);
            var left = atChunk ? chance.Next(1, LatestChunk + 1) : chance.Next(1, LatestRequest + 1);
            using var round = device.Start("sync", "now");
            proxy.Before = request => (!atChunk || request.Path.Contains("-blob/c", StringComparison.Ordinal)) && Interlocked.Decrement(ref left) == 0 ? Kill(round, arrives) : null;
            await Task.WhenAll(round.StandardOutput.ReadToEndAsync(), round.StandardError.ReadToEndAsync());
            await round.WaitForExitAsync();
            Assert.True(left <= 0, $"kill {number} came too late, AURIX_TEST_SEED={Fuzzing.Seed}");
        }

        proxy.Before = _ => null;
    }

    private static ProxyAnswer? Kill(Process round, bool arrives)
    {
        round.Kill();
        return arrives ? null : ProxyAnswer.Dropped;
    }
}
