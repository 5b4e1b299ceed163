using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Adds revisions that were made elsewhere to their trees, in one transaction (step 12): CouchDB's <c>new_edits:false</c>.</summary>
/// <remarks>
/// A known revision changes nothing. Into the vault only bodies that were opened go; an ancestor that only the server named
/// never hides a local leaf whose edits the grafted revision does not contain (ADR 0004).
/// </remarks>
/// <param name="Database">The database.</param>
/// <param name="Grafts">A batch; later ones see earlier ones.</param>
[RoutedTo(Roles.Storage)]
public sealed record GraftRevisions(DatabaseName Database, ImmutableArray<Graft> Grafts) : IRequest<ImmutableArray<GraftOutcome>>;

/// <summary>One revision to add.</summary>
/// <param name="Id">The document: the logical id for the vault.</param>
/// <param name="RemoteId">Vault: the id on the server. Relay: null.</param>
/// <param name="Path">The revision and its ancestors.</param>
/// <param name="IsTombstone">Whether the tree marks it deleted.</param>
/// <param name="Body">As in <see cref="StoredRevision.Body"/>.</param>
/// <param name="Files">Attachments of a relay revision; their blobs were finished before.</param>
public sealed record Graft(DocumentId Id, string? RemoteId, RevisionPath Path, bool IsTombstone, BodyBytes Body, ImmutableArray<StoredFile> Files)
{
    /// <summary>Vault: the parent that the envelope itself names. The rest of <see cref="Path"/> is only the server's word.</summary>
    public Revision? AuthenticatedParent { get; init; }

    /// <summary>The address, not the content.</summary>
    public override string ToString() => $"{Id} {Path.Tip}";
}

/// <summary>How one graft ended.</summary>
/// <param name="Id">The document.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Added">False when it was known.</param>
/// <param name="NeedsNormalisation">Whether the document now has to be looked at by Conflict.</param>
public sealed record GraftOutcome(DocumentId Id, Revision Revision, bool Added, bool NeedsNormalisation);
