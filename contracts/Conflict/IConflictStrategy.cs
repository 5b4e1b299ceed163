namespace Aurix.Platform.Conflict;

/// <summary>Decides what a document shall hold after edits that did not know of each other. Called <c>IMergeStrategy</c> in the research.</summary>
/// <remarks>
/// <para>Pure: no file, network, clock, randomness, environment, static mutable state or thread. Deterministic on every machine: ordinal
/// comparison, no culture, no floating point in a decision, no iteration over hash order. Total: an exception counts as <see cref="MergeOutcome.Decline"/>.</para>
/// <para>Symmetric: heads come in canonical order, and there is no "ours" and "theirs". Idempotent: equal heads give that content.</para>
/// <para>Nothing a strategy returns can lose an edit: every head is kept whole behind the merge.</para>
/// </remarks>
public interface IConflictStrategy
{
    /// <summary>Who this is. Constant.</summary>
    StrategyInfo Info { get; }

    /// <summary>Joins the heads.</summary>
    MergeOutcome Merge(MergeInput input, MergeFuel fuel);
}
