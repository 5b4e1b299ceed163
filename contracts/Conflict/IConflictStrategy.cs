namespace Aurix.Platform.Conflict;

/// <summary>Decides what a document shall hold after edits that did not know of each other. Called <c>IMergeStrategy</c> in the research.</summary>
/// <remarks>
/// <para>Pure: no file, network, clock, randomness, environment, static mutable state or thread. Deterministic on every machine: ordinal
/// comparison, no culture, no floating point in a decision, no iteration over hash order. Total: an exception counts as <see cref="MergeOutcome.Decline"/>.</para>
/// <para>Symmetric: there is no "ours" and "theirs"; the same heads in another order give the same. What has to be decided is decided by stamp.
/// Idempotent: equal heads give that content. A head that changed nothing since the base changes nothing.</para>
/// <para>Bounded: work is paid for with <see cref="MergeFuel.Take"/>, and what runs out of it declines.</para>
/// <para>The host holds strategies to this while they run, and sets one aside that breaks it (docs/write-a-strategy.md). Nothing a strategy returns can lose an edit: every head is kept whole behind the merge.</para>
/// </remarks>
public interface IConflictStrategy
{
    /// <summary>Who this is. Constant.</summary>
    StrategyInfo Info { get; }

    /// <summary>Joins the heads.</summary>
    MergeOutcome Merge(MergeInput input, MergeFuel fuel);
}
