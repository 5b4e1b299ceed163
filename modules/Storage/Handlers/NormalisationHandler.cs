using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>Gives Conflict what it decides on, and writes what it decided.</summary>
internal sealed class NormalisationHandler(Databases databases, NormalisationWriter writer)
    : IRequestHandler<ListUnnormalised, ImmutableArray<DocumentId>>,
      IRequestHandler<ReadTree, DocumentTree?>,
      IRequestHandler<CommitNormalisation, NormalisationOutcome>
{
    public async Task<ImmutableArray<DocumentId>> Handle(ListUnnormalised request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 1000);
        return (await databases.RequireVaultAsync(cancellationToken)).Read(session => VaultListing.Unnormalised(session, request));
    }

    public async Task<DocumentTree?> Handle(ReadTree request, CancellationToken cancellationToken) =>
        (await databases.RequireVaultAsync(cancellationToken)).Read(session => VaultListing.Tree(session, request.Id));

    public async Task<NormalisationOutcome> Handle(CommitNormalisation request, CancellationToken cancellationToken) =>
        await writer.CommitAsync(await databases.RequireVaultAsync(cancellationToken), request, cancellationToken);
}
