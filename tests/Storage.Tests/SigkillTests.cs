using System.Diagnostics;
using System.Globalization;
using Aurix.Platform.Tests.Torture;

namespace Aurix.Platform.Tests;

/// <summary>A real process is killed with SIGKILL at random points under mixed load, and has lost nothing that it acknowledged (I-1, I-14).</summary>
/// <remarks>
/// AURIX_TEST_KILLS sets how often, AURIX_TEST_SEED which points and which load. With one seed each caller does the same things in the same
/// order, but how callers interleave is up to the machine: a seed makes a failure likely again, not certain.
/// </remarks>
public sealed class SigkillTests : IAsyncLifetime
{
    // Looking at a store costs more the more it holds; a store that is too young has little to lose.
    private const int KillsPerStore = 25;

    private readonly int _kills = Setting("AURIX_TEST_KILLS") ?? 200;
    private readonly int _seed = Setting("AURIX_TEST_SEED") ?? Random.Shared.Next();
    private readonly string _directory = Directory.CreateTempSubdirectory("aurix-test-").FullName;

    // The next child starts while the store that the last one left is looked at.
    private TortureChild _next = new();

    [Fact]
    public async Task Killed_at_hundreds_of_random_points_under_mixed_load_a_store_has_every_acknowledged_write_and_nothing_half()
    {
        var chance = new Random(_seed);
        var acknowledged = 0;
        for (var kills = 0; kills < _kills; kills += KillsPerStore)
        {
            acknowledged += await KillOneStoreAsync(chance, kills, Math.Min(KillsPerStore, _kills - kills));
        }

        Assert.InRange(acknowledged, _kills, int.MaxValue); // a load that got nothing done would prove nothing
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _next.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <returns>How many operations were acknowledged.</returns>
    private async Task<int> KillOneStoreAsync(Random chance, int before, int kills)
    {
        var store = Directory.CreateDirectory(Path.Combine(_directory, "store")).FullName;
        TestVault.Own.CopyKeysTo(store);
        var expected = new Expectation();
        for (var kill = 1; kill <= kills; kill++)
        {
            try
            {
                await RunAndKillAsync(new Order(store, TestVault.Own.Id, chance.Next()), expected, chance);
                await StoreInspection.RunAsync(store, expected, everything: kill == kills);
            }
            catch (Exception wrong)
            {
                throw new InvalidOperationException($"Kill {before + kill}, AURIX_TEST_SEED={_seed}: {wrong.Message}", wrong);
            }
        }

        Directory.Delete(store, recursive: true);
        return expected.Acknowledged;
    }

    private async Task RunAndKillAsync(Order order, Expectation expected, Random chance)
    {
        await using var child = _next;
        await child.BeginAsync(order);
        await ReachAsync(child, expected, chance);
        var rest = await child.KillAsync();
        _next = new TortureChild();
        foreach (var line in rest)
        {
            expected.Hear(line);
        }
    }

    /// <summary>Returns when it is time: somewhere in the opening, or after some acknowledgements and a little more.</summary>
    private static async Task ReachAsync(TortureChild child, Expectation expected, Random chance)
    {
        if (chance.Next(8) == 0)
        {
            await HearAsync(child, expected, lines: chance.Next(4));
            Spin(microseconds: chance.Next(20_000));
            return;
        }

        for (var goal = expected.Acknowledged + 1 + chance.Next(chance.Next(4) == 0 ? 300 : 60); expected.Acknowledged < goal;)
        {
            await HearAsync(child, expected, lines: 1);
        }

        switch (chance.Next(3))
        {
            case 0:
                break; // at once, with whatever the other callers have in flight
            case 1:
                await HearAsync(child, expected, lines: chance.Next(20));
                break;
            default:
                Spin(microseconds: chance.Next(4_000));
                break;
        }
    }

    private static async Task HearAsync(TortureChild child, Expectation expected, int lines)
    {
        for (; lines > 0; lines--)
        {
            expected.Hear(await child.ReadAsync());
        }
    }

    // Not a sleep: nothing is waited for, and no timer is fine enough to land inside a commit.
    private static void Spin(int microseconds)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started).TotalMicroseconds < microseconds;)
        {
            Thread.SpinWait(20);
        }
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
