using System.Collections.Concurrent;
using System.Globalization;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>Devices edit, delete, pull, push, break off, crash, restore and settle in random order; in the end all are byte for byte the same, and no word is lost.</summary>
/// <remarks>
/// P20 to P31 and P35 of the conflict rules. The oracle: every edit puts in a word of its own, and names the words it takes out. In the end a fresh device
/// that knows only the server must find every word, shown, recorded or kept, unless an edit took it out (<see cref="WordBook"/>); after a part of a push
/// the server alone must. And every revision must be stamped and contain what its kind demands (<see cref="RevisionBook"/>).
/// <para>
/// <c>AURIX_TEST_SCHEDULES</c> says how many (default 2,000 in all), <c>AURIX_TEST_SEED</c> where they start. What fails is cut down and printed.
/// </para>
/// </remarks>
public sealed class ConvergenceTests
{
    private static readonly int Schedules = Setting("AURIX_TEST_SCHEDULES", 2000);
    private static readonly int FirstSeed = Setting("AURIX_TEST_SEED", 20_261_123);

    public static TheoryData<string> Fleets() => [.. Fleet.All.Select(fleet => fleet.Name)];

    [Theory]
    [MemberData(nameof(Fleets))]
    public async Task Every_device_is_the_same_in_the_end_and_no_edit_is_lost(string name)
    {
        var fleet = Fleet.All.Single(fleet => fleet.Name == name);
        var failures = new ConcurrentQueue<(Schedule Schedule, string What)>();
        var seeds = Enumerable.Range(FirstSeed, (Schedules + Fleet.All.Length - 1) / Fleet.All.Length);
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (seed, _) =>
        {
            var schedule = Schedule.Of(seed, fleet);
            if (failures.IsEmpty && await WhatFailsAsync(schedule) is { } what)
            {
                failures.Enqueue((schedule, what));
            }
        });

        if (failures.TryDequeue(out var failure))
        {
            var smallest = await failure.Schedule.ShrinkAsync(async schedule => await WhatFailsAsync(schedule) is not null);
            Assert.Fail($"{await WhatFailsAsync(smallest) ?? failure.What}\n{smallest}");
        }
    }

    [Fact] // a failing seed is worth something only if it fails again
    public async Task A_schedule_repeated_ends_byte_for_byte_the_same()
    {
        var schedule = Schedule.Of(FirstSeed, Fleet.All[0]);

        Assert.Equal(await Simulation.EndStateAsync(schedule), await Simulation.EndStateAsync(schedule));
    }

    private static async Task<string?> WhatFailsAsync(Schedule schedule)
    {
        try
        {
            return await Simulation.RunAsync(schedule);
        }
        catch (Exception failure)
        {
            return failure.ToString();
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
