using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Asks which revisions a database lacks: <c>_revs_diff</c>. A revision counts as known even where its body was compacted away.</summary>
/// <remarks>A vault lacks also what it knows only by name: nobody vouched for the place that a server gave the name, and the body will tell (ADR 0004).</remarks>
/// <param name="Database">The database.</param>
/// <param name="Offers">By the id that travels: the remote id for the vault, the id itself for a relay.</param>
[RoutedTo(Roles.Storage)]
public sealed record FindMissingRevisions(DatabaseName Database, ImmutableArray<RevisionOffer> Offers) : IRequest<ImmutableArray<MissingRevisions>>;

/// <summary>Revisions of one document that somebody could send.</summary>
public sealed record RevisionOffer(string RemoteId, ImmutableArray<Revision> Revisions);

/// <summary>What a database lacks of an offer; documents of which it lacks nothing are left out.</summary>
/// <param name="RemoteId">As it was offered.</param>
/// <param name="Missing">The revisions it lacks.</param>
/// <param name="PossibleAncestors">Leaves it has of a lower generation. A hint, not a proof.</param>
public sealed record MissingRevisions(string RemoteId, ImmutableArray<Revision> Missing, ImmutableArray<Revision> PossibleAncestors);
