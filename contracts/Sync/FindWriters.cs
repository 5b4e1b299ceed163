using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Which devices vouch for revisions of a document: as a rule, for an edit, the one that it was made on.</summary>
/// <remarks>
/// The devices' logs say so, in which no server can write. Several are named when a device saw the revision before its writer's log.
/// Unnamed are revisions that no known log tells of: made here and not sent yet, or by a device whose log has not come yet.
/// </remarks>
/// <param name="Id">The document.</param>
/// <param name="Revisions">Its revisions.</param>
[RoutedTo(Roles.Sync)]
public sealed record FindWriters(DocumentId Id, ImmutableArray<Revision> Revisions) : IRequest<ImmutableDictionary<Revision, ImmutableArray<VaultDevice>>>;
