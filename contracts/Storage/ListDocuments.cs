using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Lists vault documents by id, a page at a time.</summary>
/// <param name="After">The last id of the page before, null for the first page.</param>
/// <param name="Limit">1 to 1000.</param>
[RoutedTo(Roles.Storage)]
public sealed record ListDocuments(DocumentId? After, int Limit) : IRequest<ImmutableArray<DocumentSummary>>
{
    /// <summary>Only documents of this type.</summary>
    public DocumentType? Type { get; init; }

    /// <summary>Deleted documents as well.</summary>
    public bool IncludeDeleted { get; init; }

    /// <summary>Only documents with more than one leaf: open conflicts, and settled ones whose losers are kept.</summary>
    public bool OnlyBranched { get; init; }
}

/// <summary>A document in a list.</summary>
/// <param name="Id">The document.</param>
/// <param name="Type">Its type.</param>
/// <param name="Revision">What it shows now.</param>
/// <param name="Deleted">Whether it is deleted.</param>
/// <param name="Stamp">When it was last edited.</param>
/// <param name="Heads">Live leaves; more than one means an open conflict.</param>
/// <param name="Parked">Losers that are kept.</param>
/// <param name="Files">How many files are attached.</param>
public sealed record DocumentSummary(DocumentId Id, DocumentType Type, Revision Revision, bool Deleted, HybridTimestamp Stamp, int Heads, int Parked, int Files);

/// <summary>Counts the vault's documents by type, deleted ones left out.</summary>
[RoutedTo(Roles.Storage)]
public sealed record CountTypes : IRequest<ImmutableSortedDictionary<string, long>>;
