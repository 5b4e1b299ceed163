using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>What a strategy sees: the heads, what they share, and the policy's options. Never keys, device names or the store.</summary>
/// <param name="Type">The document's type.</param>
/// <param name="Schema">The highest schema version among the heads.</param>
/// <param name="Base">What the heads grew from, null when nothing of it is known: then only what the heads have in common is sure.</param>
/// <param name="Heads">
/// Two or more with different revisions; exactly two for a strategy that uses a base (more are folded, the oldest first). They come ascending by stamp
/// and then by revision (two merges may have inherited one stamp), but nothing may depend on their places: the host also calls with another order and compares.
/// </param>
/// <param name="Options">The policy rule's options; <c>{}</c> when it has none.</param>
public sealed record MergeInput(DocumentType Type, int Schema, MergeBase? Base, ImmutableArray<MergeHead> Heads, CanonicalJson Options)
{
    /// <summary>The heads from the one edited first to the one edited last, the same in whatever order they came.</summary>
    public ImmutableArray<MergeHead> HeadsByAge => [.. Heads.OrderBy(head => head.Stamp).ThenBy(head => head.Revision)];

    /// <summary>What the result is for.</summary>
    public MergePurpose Purpose { get; init; } = MergePurpose.Resolve;
}

/// <summary>What a merge is for.</summary>
public enum MergePurpose
{
    /// <summary>The result is what the document will show.</summary>
    Resolve,

    /// <summary>
    /// The result is a common ancestor for another merge, made of several (conflict.md §2.1, virtual): it keeps every variant, chooses nothing,
    /// and its records are thrown away. Only the built-in strategies are asked for it.
    /// </summary>
    Ancestor,
}

/// <summary>What the heads grew from.</summary>
public sealed record MergeBase(CanonicalJson Content, ImmutableSortedDictionary<string, Attachment> Attachments, BaseQuality Quality)
{
    /// <summary>Whether the document was deleted then.</summary>
    public bool Deleted { get; init; }
}

/// <summary>One of the versions to be joined.</summary>
/// <param name="Revision">Which. Of a version that is itself folded from several, the latest of them.</param>
/// <param name="Stamp">When it was edited. Two heads that are merges may have inherited the same; their revisions break the tie.</param>
/// <param name="Deleted">Whether its author deleted the document.</param>
/// <param name="Content">What it holds; <c>null</c> in a deleted one.</param>
/// <param name="Attachments">Its files.</param>
public sealed record MergeHead(
    Revision Revision,
    HybridTimestamp Stamp,
    bool Deleted,
    CanonicalJson Content,
    ImmutableSortedDictionary<string, Attachment> Attachments);
