using System.Globalization;
using Aurix.Platform.Tests.Support;
using Xunit.Abstractions;

namespace Aurix.Platform.Tests.Faults;

/// <summary>Three devices over a road on which everything goes wrong that may go wrong between honest people, and then nothing any more.</summary>
/// <remarks>
/// Twenty seeds. <c>AURIX_TEST_FAULTS=500</c> runs that many, <c>AURIX_TEST_SEED</c> says with which to begin; a failure names its seed. What a
/// seed decides is which faults come and in which order devices act; threads decide which request meets them.
/// </remarks>
public sealed class FaultyRoadTests(ITestOutputHelper output)
{
    // Documents are of 200 kB at most and files of 3 MB, so that a heap that grows with what was transferred is seen. Other tests run beside it.
    private const long MostHeap = 400L << 20;

    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("AURIX_TEST_FAULTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? seeds : 20;

    [Fact]
    public async Task Whatever_the_road_does_nothing_acknowledged_is_lost_and_all_devices_end_equal()
    {
        var met = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var seed = Fuzzing.Seed; seed < Fuzzing.Seed + Seeds; seed++)
        {
            try
            {
                await using var world = await World.StartAsync(devices: 3);
                var schedule = new FaultSchedule(seed);
                world.Proxy.Pass = schedule.PassAsync;
                var fleet = new Fleet(world, seed);
                await fleet.LiveAsync(steps: 30);
                world.Proxy.BeHonest();
                await fleet.SettleAsync();
                await fleet.AssertNothingIsLostAsync();
                foreach (var (fault, count) in schedule.Counts.Concat(fleet.Endings))
                {
                    met[fault] = met.GetValueOrDefault(fault) + count;
                }
            }
            catch (Exception wrong)
            {
                throw new InvalidOperationException($"AURIX_TEST_SEED={seed} AURIX_TEST_FAULTS=1", wrong);
            }
        }

        output.WriteLine(string.Join(", ", met.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true), 1, MostHeap);
    }
}
