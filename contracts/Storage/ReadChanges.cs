using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Reads the change feed of a database: for each document its latest change, in order (step 5).</summary>
/// <param name="Database">The database.</param>
/// <param name="Since">Changes after this one.</param>
/// <param name="Limit">1 to 10 000 rows.</param>
[RoutedTo(Roles.Storage)]
public sealed record ReadChanges(DatabaseName Database, LocalSequence Since, int Limit) : IRequest<ChangesBatch>
{
    /// <summary>Newest first, from the newest down to <see cref="Since"/>.</summary>
    public bool Descending { get; init; }
}

/// <summary>A piece of a change feed.</summary>
/// <param name="Rows">In order.</param>
/// <param name="LastSequence">Where to go on; moves past rows that were left out.</param>
/// <param name="Pending">How many rows come after.</param>
public sealed record ChangesBatch(ImmutableArray<ChangeRow> Rows, LocalSequence LastSequence, long Pending)
{
    /// <summary>Whether this was all there is.</summary>
    public bool CaughtUp => Pending == 0;
}

/// <summary>The latest change of one document.</summary>
/// <param name="Sequence">Its place in the feed.</param>
/// <param name="Id">The document.</param>
/// <param name="RemoteId">The id it goes by on a server; null in a relay, where the id is that already.</param>
/// <param name="Winner">What the document shows.</param>
/// <param name="IsTombstone">Whether the tree marks the winner deleted.</param>
/// <param name="Leaves">Every leaf, winner first, tombstones included.</param>
public sealed record ChangeRow(LocalSequence Sequence, DocumentId Id, string? RemoteId, Revision Winner, bool IsTombstone, ImmutableArray<LeafRow> Leaves);

/// <summary>One leaf of a tree.</summary>
public sealed record LeafRow(Revision Revision, bool IsTombstone);
