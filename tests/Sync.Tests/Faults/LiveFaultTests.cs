using System.Collections.Concurrent;
using System.Globalization;
using Aurix.Platform.Tests.Peers;
using Aurix.Platform.Tests.Support;
using Xunit.Abstractions;

namespace Aurix.Platform.Tests.Faults;

/// <summary>Three devices that follow a server of each make over a road on which everything goes wrong that may go wrong between honest people, and then nothing any more.</summary>
/// <remarks>
/// <c>AURIX_TEST_FAULTS=500</c> runs that many seeds with each server, <c>AURIX_TEST_SEED</c> says with which to begin; a failure names its
/// seed. What a seed decides is which faults come and what owners do; threads decide which request meets them.
/// </remarks>
public sealed class LiveFaultTests(ITestOutputHelper output)
{
    private const int AtOnce = 3; // they wait most of the time; more would only wait for the processor

    private static readonly int Seeds = int.TryParse(Environment.GetEnvironmentVariable("AURIX_TEST_FAULTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seeds) ? seeds : 3;

    [Theory, Gateway, PouchServer, CouchDb]
    public async Task Whatever_the_road_does_to_devices_that_follow_they_end_equal_and_nothing_is_lost(string make)
    {
        var met = new ConcurrentDictionary<string, int>();
        await Parallel.ForEachAsync(Enumerable.Range(Fuzzing.Seed, Seeds), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
        {
            try
            {
                foreach (var (fault, count) in await FollowAsync(make, seed))
                {
                    met.AddOrUpdate(fault, count, (_, before) => before + count);
                }
            }
            catch (Exception wrong)
            {
                throw new InvalidOperationException($"AURIX_TEST_SEED={seed} AURIX_TEST_FAULTS=1", wrong);
            }
        });

        output.WriteLine(string.Join(", ", met.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key} {pair.Value}")));
    }

    // A server of its own for each: pouchdb-server loses a database that is made anew while requests to the old one are under way.
    private static async Task<IEnumerable<KeyValuePair<string, int>>> FollowAsync(string make, int seed)
    {
        var peers = new Peers.Peers();
        try
        {
            await using var time = new SwiftTime();
            await using var meeting = await peers.MeetAsync(make, devices: 3, time.Clock);
            var schedule = new FaultSchedule(seed) { OneIn = 6, Storms = 1 };
            await using var fleet = new LiveFleet(meeting, schedule, seed);
            await fleet.LiveAsync(steps: 40);
            await fleet.SettleAsync();
            return schedule.Counts;
        }
        finally
        {
            await peers.DisposeAsync();
        }
    }
}
