namespace Aurix.Platform.Documents;

/// <summary>How well the common ancestor of a merge was known. A better one outranks a worse one over the same edits.</summary>
public enum BaseQuality
{
    /// <summary>Nothing was stored; the ancestor was made up of what the heads share.</summary>
    Synthetic,

    /// <summary>An ancestor older than the last common one.</summary>
    Older,

    /// <summary>A body with exactly the edits that the heads share, or a strategy that needs none.</summary>
    Exact,
}

/// <summary>Which rule joined the heads: recorded in the merge, and what ranks two merges of the same edits (conflict.md §1.5).</summary>
/// <param name="Strategy">Such as <c>aurix.lww</c>.</param>
/// <param name="Version">The strategy's version; a higher one outranks a lower one.</param>
/// <param name="Priority">The strategy's priority; a higher one outranks a lower one.</param>
/// <param name="OptionsHash">Sixteen hex digits over the canonical options, empty without options.</param>
/// <param name="PolicyStamp">The stamp of the policy that named the strategy, null for the built-in default.</param>
/// <param name="Base">How well the common ancestor was known.</param>
/// <param name="Provisional">Whether a stand-in decided because the named strategy was missing.</param>
public sealed record MergeProvenance(
    string Strategy,
    int Version,
    int Priority,
    string OptionsHash,
    HybridTimestamp? PolicyStamp,
    BaseQuality Base,
    bool Provisional);
