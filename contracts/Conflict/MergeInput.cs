using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>What a strategy sees: the heads, what they share, and the policy's options. Never keys, device names or the store.</summary>
/// <param name="Type">The document's type.</param>
/// <param name="Schema">The highest schema version among the heads.</param>
/// <param name="Base">The last common ancestor, null when there is none.</param>
/// <param name="Heads">Two or more, ascending by stamp and then by revision.</param>
/// <param name="Options">The policy rule's options; <c>{}</c> when it has none.</param>
public sealed record MergeInput(DocumentType Type, int Schema, MergeBase? Base, ImmutableArray<MergeHead> Heads, CanonicalJson Options);

/// <summary>What the heads grew from.</summary>
public sealed record MergeBase(CanonicalJson Content, ImmutableSortedDictionary<string, Attachment> Attachments, BaseQuality Quality);

/// <summary>One of the versions to be joined.</summary>
/// <param name="Revision">Which.</param>
/// <param name="Stamp">When it was edited.</param>
/// <param name="Deleted">Whether its author deleted the document.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Attachments">Its files.</param>
/// <param name="OpenRecords">Choices of earlier merges that it still carries.</param>
public sealed record MergeHead(
    Revision Revision,
    HybridTimestamp Stamp,
    bool Deleted,
    CanonicalJson Content,
    ImmutableSortedDictionary<string, Attachment> Attachments,
    ImmutableArray<CanonicalJson> OpenRecords);
