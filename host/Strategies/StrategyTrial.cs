using System.Globalization;
using Aurix.Platform.Conflict;

namespace Aurix.Platform.Host.Strategies;

/// <summary>Asks a strategy, and asks again in ways that must not matter: heads the other way round, fresh objects, another thread, another culture (conflict.md §3).</summary>
/// <remarks>Each question runs on a thread of its own and is abandoned when it takes too long. The thread is then lost until the process ends: code cannot be stopped from outside.</remarks>
internal sealed class StrategyTrial(IConflictStrategy strategy, StrategyFacts facts, TimeProvider time)
{
    /// <summary>Abandons a merge: fuel bounds the work, so what is still running has gone wrong. It never shapes a result (conflict.md §3).</summary>
    public static readonly TimeSpan Watchdog = TimeSpan.FromSeconds(5);

    // Its dotless i and its decimal comma have broken more programs than any other culture's.
    private static readonly CultureInfo Turkish = CultureInfo.GetCultureInfo("tr-TR");

    /// <summary>Asks once, on the caller's thread, and checks nothing. One that fails has declined.</summary>
    public MergeOutcome AskHere(MergeInput input)
    {
        try
        {
            return strategy.Merge(input, new MergeFuel(MergeFuel.Default));
        }
        catch (Exception failure)
        {
            // The contract says total; one that is not has declined, and the heads stay.
            return new MergeOutcome.Decline($"it failed with {failure.GetType().Name}");
        }
    }

    /// <summary>Asks with every check.</summary>
    public async Task<Verdict> RunAsync(MergeInput input, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await AskAsync(input, CultureInfo.InvariantCulture, cancellationToken);
            var breach = MergeLaws.ShapeBreach(input, outcome)
                ?? (facts.IsOurs ? null : MergeLaws.LossBreach(facts.Info, input, outcome)) // ours puts what is missing into a record
                ?? OrderBreach(outcome, await AskAsync(input.FreshReversed(), Turkish, cancellationToken))
                ?? (facts.Info.NeedsBase ? await ProbeAsync(input, cancellationToken) : null);
            return new(Rebuilt(outcome), breach);
        }
        catch (TimeoutException)
        {
            return new(new MergeOutcome.Decline("it took too long"), string.Create(CultureInfo.InvariantCulture, $"it did not answer within {Watchdog.TotalSeconds:0} s"));
        }
    }

    private static string? OrderBreach(MergeOutcome once, MergeOutcome again) =>
        MergeLaws.Difference(once, again) is { } difference
            ? $"asked again with the heads in another order, on another thread and in another culture, it answered otherwise: {difference} differed"
            : null;

    private async Task<string?> ProbeAsync(MergeInput input, CancellationToken cancellationToken)
    {
        foreach (var probe in MergeProbe.For(input))
        {
            if (probe.Breach(await AskAsync(probe.Input, Turkish, cancellationToken)) is { } breach)
            {
                return breach;
            }
        }

        return null;
    }

    private async Task<MergeOutcome> AskAsync(MergeInput input, CultureInfo culture, CancellationToken cancellationToken)
    {
        var answered = new TaskCompletionSource<MergeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => answered.SetResult(AskHere(input))) { IsBackground = true, Name = facts.Info.Id, CurrentCulture = culture, CurrentUICulture = culture };
        thread.Start();
        var answer = await answered.Task.WaitAsync(Watchdog, time, cancellationToken);
        thread.Join(); // it has nothing left to do, and must be gone before this copy can be (ADR 0020)
        return answer;
    }

    // A dictionary may hold a comparer of the strategy's own, and with it the strategy's code.
    private static MergeOutcome Rebuilt(MergeOutcome outcome) => outcome is MergeOutcome.Merged { Attachments: not null } merged
        ? merged with { Attachments = merged.Attachments.WithComparers(StringComparer.Ordinal, EqualityComparer<Documents.Attachment>.Default) }
        : outcome;
}

/// <summary>How a trial ended.</summary>
/// <param name="Outcome">What the strategy decided.</param>
/// <param name="Breach">How it broke its contract, null when it kept it. No content in it.</param>
internal sealed record Verdict(MergeOutcome Outcome, string? Breach);
