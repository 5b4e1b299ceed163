using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Reads revisions with their ancestry, for sending them on. Unknown ones are left out of the answer.</summary>
/// <param name="Database">The database.</param>
/// <param name="Wanted">At most 1000.</param>
/// <param name="PathLimit">How many ancestors to tell at most, itself included.</param>
[RoutedTo(Roles.Storage)]
public sealed record ReadRevisions(DatabaseName Database, ImmutableArray<WantedRevision> Wanted, int PathLimit) : IRequest<ImmutableArray<StoredRevision>>;

/// <summary>One revision to read.</summary>
/// <param name="Id">The document.</param>
/// <param name="Revision">The revision; null for every leaf, winner first, tombstones included.</param>
public sealed record WantedRevision(DocumentId Id, Revision? Revision)
{
    /// <summary>Give the leaves that grew out of the revision instead, when it is no longer a leaf (<c>latest=true</c>).</summary>
    public bool Latest { get; init; }
}
