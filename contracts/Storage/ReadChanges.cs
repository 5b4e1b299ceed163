using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage.Fields;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Reads the change feed of a database: for each document its latest change, in order (step 5).</summary>
/// <remarks>
/// What does not pass a filter is left out, and the page is filled with what comes after it, but only over so much of the feed:
/// a page may be short, or empty, before the end. <see cref="ChangesBatch.CaughtUp"/> says whether the end was seen.
/// </remarks>
/// <param name="Database">The database.</param>
/// <param name="Since">Changes after this one.</param>
/// <param name="Limit">1 to 10 000 rows.</param>
[RoutedTo(Roles.Storage)]
public sealed record ReadChanges(DatabaseName Database, LocalSequence Since, int Limit) : IRequest<ChangesBatch>
{
    /// <summary>Newest first, down to <see cref="Since"/>.</summary>
    public bool Descending { get; init; }

    /// <summary>With <see cref="Descending"/>: changes before this one; null from the newest. A document that changes meanwhile moves out of such a walk.</summary>
    public LocalSequence? Before { get; init; }

    /// <summary>Only documents that show one of these types; empty for all. Only a vault's documents have one.</summary>
    public ImmutableArray<DocumentType> Types { get; init; } = [];

    /// <summary>Only these documents; null for all.</summary>
    public ImmutableHashSet<DocumentId>? Only { get; init; }

    /// <summary>Only documents that show what meets every one of these; empty for all. Of a deleted document it is the body it was deleted with.</summary>
    public ImmutableArray<FieldCondition> Where { get; init; } = [];

    /// <summary>Only documents that were deleted.</summary>
    public bool OnlyDeleted { get; init; }

    /// <summary>Whether to count what comes after the page. That reads the rest of the feed, so not on every page of it.</summary>
    public bool CountPending { get; init; }
}

/// <summary>A piece of a change feed.</summary>
/// <param name="Rows">In order.</param>
/// <param name="LastSequence">Where to go on, as <c>Since</c> or, newest first, as <c>Before</c>; moves past rows that were left out.</param>
/// <param name="CaughtUp">Whether the end of the feed was seen.</param>
public sealed record ChangesBatch(ImmutableArray<ChangeRow> Rows, LocalSequence LastSequence, bool CaughtUp)
{
    /// <summary>How many documents come after, whether or not they pass the filters on type and fields; null when nobody asked.</summary>
    public long? Pending { get; init; }
}

/// <summary>The latest change of one document.</summary>
/// <param name="Sequence">Its place in the feed.</param>
/// <param name="Id">The document.</param>
/// <param name="RemoteId">The id it goes by on a server; null in a relay, where the id is that already.</param>
/// <param name="Winner">What the document shows.</param>
/// <param name="IsTombstone">Whether the tree marks the winner deleted.</param>
/// <param name="Leaves">Every leaf, winner first, tombstones included.</param>
public sealed record ChangeRow(LocalSequence Sequence, DocumentId Id, string? RemoteId, Revision Winner, bool IsTombstone, ImmutableArray<LeafRow> Leaves)
{
    /// <summary>Whether the document was deleted, be it by an edit of its owner's, as in a vault, or by a tombstone, as in a relay.</summary>
    public bool IsDeleted { get; init; }
}

/// <summary>One leaf of a tree.</summary>
public sealed record LeafRow(Revision Revision, bool IsTombstone);
