using System.Globalization;
using Aurix.Platform.Conflict;
using CsCheck;

namespace Aurix.Platform.Laws;

/// <summary>Tries the laws of <see cref="IConflictStrategy"/> on thousands of generated conflicts. What holds here, the host finds nothing wrong with while the strategy runs.</summary>
/// <remarks>For any test framework: a law that is broken throws. A strategy that declines, asks a person or keeps all versions breaks no law by it.</remarks>
public static class StrategyLaws
{
    /// <summary>Tries every law.</summary>
    /// <exception cref="LawBrokenException">The first one that is broken, with its story.</exception>
    public static void Check(IConflictStrategy strategy, StrategyLawOptions? options = null)
    {
        foreach (var law in Enum.GetValues<StrategyLaw>())
        {
            Check(strategy, law, options);
        }
    }

    /// <summary>Tries one law.</summary>
    /// <exception cref="LawBrokenException">It is broken.</exception>
    public static void Check(IConflictStrategy strategy, StrategyLaw law, StrategyLawOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        options ??= new StrategyLawOptions();
        var info = strategy.Info;
        Action<MergeInput> trial = law switch
        {
            StrategyLaw.HeadsInAnyOrder => input => InAnyOrder(strategy, input),
            StrategyLaw.AnyThreadAndCulture => input => Same(strategy, input, input.FreshReversed(), "asked on another thread, in another culture", Elsewhere),
            StrategyLaw.EqualHeads => input => Probe(strategy, MergeProbe.EqualHeads(input)),
            StrategyLaw.UnchangedHead => input => Probe(strategy, info.NeedsBase ? MergeProbe.UnchangedHeads(input) : []),
            StrategyLaw.NothingLost => input => Keeps(strategy, input, MergeLaws.Breach),
            StrategyLaw.SoundResult => input => Keeps(strategy, input, (_, merge, outcome) => MergeLaws.ShapeBreach(merge, outcome)),
            StrategyLaw.AnyFuel => input => AnyFuel(strategy, input),
            _ => throw new ArgumentOutOfRangeException(nameof(law), law, "There is no such law."),
        };
        try
        {
            Conflicts.For(info, options).Sample(trial, seed: options.Seed, iter: options.Cases, print: Story.Of);
        }
        catch (CsCheckException broken)
        {
            throw new LawBrokenException($"{info.Id} version {info.Version} breaks the law {law}. {broken.InnerException?.Message}\n{broken.Message}", broken.InnerException);
        }
    }

    private static void InAnyOrder(IConflictStrategy strategy, MergeInput input)
    {
        Same(strategy, input, input.FreshReversed(), "asked with the heads in reverse", Here);
        Same(strategy, input, input.Fresh(Enumerable.Range(1, input.Heads.Length - 1).Append(0)), "asked with the first head last", Here);
    }

    private static void Same(IConflictStrategy strategy, MergeInput input, MergeInput again, string how, Func<Func<MergeOutcome>, MergeOutcome> place)
    {
        var one = Here(() => strategy.Merge(input, new MergeFuel(MergeFuel.Default)));
        var other = place(() => strategy.Merge(again, new MergeFuel(MergeFuel.Default)));
        if (MergeLaws.Difference(one, other) is { } difference)
        {
            throw new LawBrokenException($"{How(how)}, it answered otherwise: {difference} differed.\n  at first: {Story.Of(one)}\n  then:     {Story.Of(other)}");
        }
    }

    private static void Probe(IConflictStrategy strategy, IEnumerable<MergeProbe> probes)
    {
        foreach (var probe in probes)
        {
            var outcome = Here(() => strategy.Merge(probe.Input, new MergeFuel(MergeFuel.Default)));
            if (probe.Breach(outcome) is { } breach)
            {
                throw new LawBrokenException($"{How(breach)}. Asked was\n{Story.Of(probe.Input)}  answered: {Story.Of(outcome)}");
            }
        }
    }

    private static void Keeps(IConflictStrategy strategy, MergeInput input, Func<StrategyInfo, MergeInput, MergeOutcome, string?> law) =>
        Keeps(strategy, input, law, new MergeFuel(MergeFuel.Default));

    private static void Keeps(IConflictStrategy strategy, MergeInput input, Func<StrategyInfo, MergeInput, MergeOutcome, string?> law, MergeFuel fuel)
    {
        var steps = fuel.Remaining;
        var outcome = Here(() => strategy.Merge(input, fuel));
        if (law(strategy.Info, input, outcome) is { } breach)
        {
            throw new LawBrokenException($"{How(breach)}, with {steps.ToString(CultureInfo.InvariantCulture)} steps of fuel.\n  answered: {Story.Of(outcome)}");
        }
    }

    private static void AnyFuel(IConflictStrategy strategy, MergeInput input)
    {
        foreach (var steps in new long[] { 0, 1, 10, 100, 1_000, 10_000 })
        {
            Keeps(strategy, input, MergeLaws.Breach, new MergeFuel(steps));
        }
    }

    private static MergeOutcome Here(Func<MergeOutcome> ask)
    {
        try
        {
            return ask();
        }
        catch (Exception failure)
        {
            throw new LawBrokenException($"It threw {failure.GetType().Name}: {failure.Message} A strategy answers every input, with Decline if it must.", failure);
        }
    }

    private static MergeOutcome Elsewhere(Func<MergeOutcome> ask)
    {
        MergeOutcome? outcome = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                outcome = Here(ask);
            }
            catch (LawBrokenException broken)
            {
                failure = broken;
            }
        }) { CurrentCulture = CultureInfo.GetCultureInfo("tr-TR") };
        thread.Start();
        thread.Join();
        return failure is null ? outcome! : throw failure;
    }

    private static string How(string sentence) => string.Concat(sentence[..1].ToUpperInvariant(), sentence.AsSpan(1));
}
