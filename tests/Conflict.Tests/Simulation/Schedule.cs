using System.Collections.Immutable;
using System.Globalization;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>What happens in one simulation. A function of its seed; what fails is cut down to the steps that it takes.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Fleet">Who takes part.</param>
/// <param name="Devices">How many.</param>
/// <param name="Steps">What happens, in order.</param>
internal sealed record Schedule(int Seed, Fleet Fleet, int Devices, ImmutableArray<Step> Steps)
{
    // What a schedule is made of: mostly work, sometimes trouble.
    private static readonly (StepKind Kind, int Weight)[] Weights =
    [
        (StepKind.AddWord, 18), (StepKind.RemoveWord, 6), (StepKind.AddTag, 6), (StepKind.RewriteText, 10), (StepKind.SetTitle, 5), (StepKind.Delete, 3),
        (StepKind.Attach, 5), (StepKind.Detach, 2),
        (StepKind.PullAll, 12), (StepKind.PullSome, 8), (StepKind.Normalise, 12), (StepKind.PushAll, 12), (StepKind.PushPart, 6), (StepKind.PushUnheard, 4),
        (StepKind.Restart, 3), (StepKind.BackUp, 3), (StepKind.Restore, 3), (StepKind.Clone, 2), (StepKind.SetClock, 3), (StepKind.StemServer, 2), (StepKind.CompactServer, 2),
        (StepKind.CompactDevice, 3), (StepKind.Die, 1), (StepKind.DieSending, 2), (StepKind.InstallStrategy, 2),
    ];

    public static Schedule Of(int seed, Fleet fleet)
    {
        var random = new Random(seed + (1_000_003 * Fleet.All.IndexOf(fleet))); // other steps for each fleet: the same for all would be a tenth of the schedules
        var devices = random.Next(10) switch { < 6 => 2, < 8 => 3, < 9 => 4, _ => 5 + random.Next(4) };
        var steps = ImmutableArray.CreateBuilder<Step>();
        for (var number = 0; number < 15 + random.Next(25); number++)
        {
            steps.Add(new Step(number, Kind(random), random.Next(devices), random.Next(2), random.Next(), random.Next(2) == 0));
        }

        return new(seed, fleet, devices, steps.ToImmutable());
    }

    /// <summary>The same with fewer steps: what still fails after each cut, down to steps none of which can go.</summary>
    public async Task<Schedule> ShrinkAsync(Func<Schedule, Task<bool>> fails)
    {
        var smallest = this;
        for (var width = Math.Max(1, Steps.Length / 2); width >= 1; width /= 2)
        {
            for (var at = 0; at + width <= smallest.Steps.Length;)
            {
                var fewer = smallest with { Steps = smallest.Steps.RemoveRange(at, width) };
                if (await fails(fewer))
                {
                    smallest = fewer;
                }
                else
                {
                    at += width;
                }
            }
        }

        return smallest;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"AURIX_TEST_SEED={Seed} AURIX_TEST_SCHEDULES=1 runs it again. {Fleet}, {Devices} devices:\n  {string.Join("\n  ", Steps)}");

    private static StepKind Kind(Random random)
    {
        var at = random.Next(Weights.Sum(one => one.Weight));
        foreach (var (kind, weight) in Weights)
        {
            if ((at -= weight) < 0)
            {
                return kind;
            }
        }

        throw new InvalidOperationException("The weights do not add up.");
    }
}

/// <summary>One thing that happens.</summary>
/// <param name="Number">Its number in the whole schedule: what it writes is named after it.</param>
/// <param name="Kind">What.</param>
/// <param name="Device">To whom.</param>
/// <param name="Document">To which document.</param>
/// <param name="Chance">What is left to chance, decided beforehand.</param>
/// <param name="Look">Whether the owner looks at the document first, or goes on with what the screen shows.</param>
internal sealed record Step(int Number, StepKind Kind, int Device, int Document, int Chance, bool Look);

internal enum StepKind
{
    AddWord,
    RemoveWord,
    AddTag,
    RewriteText,
    SetTitle,
    Delete,
    Attach,
    Detach,
    PullAll,
    PullSome,
    Normalise,
    PushAll,
    PushPart,
    PushUnheard,
    Restart,
    BackUp,
    Restore,
    Clone,
    SetClock,
    StemServer,
    CompactServer,
    CompactDevice,
    Die,
    DieSending,
    InstallStrategy,
}
