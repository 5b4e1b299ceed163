using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Seals revisions for the road (step 7). The same draft gives the same bytes on every device, at any time.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record SealDocuments(ImmutableArray<RevisionDraft> Drafts) : IRequest<ImmutableArray<SealedDocument>>;

/// <summary>An envelope and where it goes.</summary>
/// <param name="RemoteId">The id on the server.</param>
/// <param name="Revision">The revision, which the envelope's SIV determines.</param>
/// <param name="Envelope">Base64url: the member <c>e</c> of the server's document.</param>
public sealed record SealedDocument(string RemoteId, Revision Revision, string Envelope);
