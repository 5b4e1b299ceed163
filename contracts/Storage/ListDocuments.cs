using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage.Fields;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Lists vault documents, a page at a time.</summary>
/// <param name="After">Where the page before ended, null for the first page.</param>
/// <param name="Limit">1 to 1000.</param>
[RoutedTo(Roles.Storage)]
public sealed record ListDocuments(PageCursor? After, int Limit) : IRequest<DocumentPage>
{
    /// <summary>Only documents of this type.</summary>
    public DocumentType? Type { get; init; }

    /// <summary>What to do with deleted documents.</summary>
    public DeletedDocuments Deleted { get; init; }

    /// <summary>Only documents with more than one leaf: open conflicts, and settled ones whose losers are kept.</summary>
    public bool OnlyBranched { get; init; }

    /// <summary>Only documents edited at this time or later.</summary>
    public DateTimeOffset? EditedFrom { get; init; }

    /// <summary>Only documents edited before this time.</summary>
    public DateTimeOffset? EditedBefore { get; init; }

    /// <summary>What the content has to be like. A condition on a declared field is looked up; any other is tested document by document.</summary>
    public ImmutableArray<FieldCondition> Where { get; init; } = [];

    /// <summary>Which come first.</summary>
    public ListOrder Order { get; init; } = ListOrder.Id;

    /// <summary>Without the conditions, which are content.</summary>
    public override string ToString() => nameof(ListDocuments);
}

/// <summary>What a list does with deleted documents.</summary>
public enum DeletedDocuments
{
    /// <summary>Leaves them out.</summary>
    LeftOut,

    /// <summary>Lists them among the others.</summary>
    Included,

    /// <summary>Lists nothing else: the trash.</summary>
    Only,
}

/// <summary>The order of a list.</summary>
public sealed record ListOrder
{
    private ListOrder()
    {
    }

    /// <summary>By id, in the binary order of ids as UTF-8.</summary>
    public static ListOrder Id { get; } = new();

    /// <summary>By the time of the last edit, then by id.</summary>
    public static ListOrder Edited { get; } = new() { IsByTime = true };

    /// <summary>
    /// By a declared field that has one value: numbers before strings, and documents without the field left out.
    /// Strings are told apart by their first 256 characters.
    /// </summary>
    public static ListOrder By(FieldPath field) => new() { Field = field };

    /// <summary>Whether the time of the last edit decides.</summary>
    public bool IsByTime { get; private init; }

    /// <summary>The field that decides.</summary>
    public FieldPath? Field { get; private init; }

    /// <summary>The last first.</summary>
    public bool Descending { get; init; }
}

/// <summary>A page of documents.</summary>
/// <param name="Documents">In order.</param>
/// <param name="Next">Where to go on; null when there is no more.</param>
public sealed record DocumentPage(ImmutableArray<DocumentSummary> Documents, PageCursor? Next);

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
