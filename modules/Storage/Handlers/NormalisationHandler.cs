using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>Gives Conflict what it decides on, and writes what it decided.</summary>
internal sealed class NormalisationHandler(Databases databases, NormalisationWriter writer)
    : IRequestHandler<ListUnnormalised, ImmutableArray<DocumentId>>,
      IRequestHandler<ReadTree, DocumentTree?>,
      IRequestHandler<ReadTrees, ImmutableArray<DocumentTree>>,
      IRequestHandler<CommitNormalisation, NormalisationOutcome>,
      IRequestHandler<CommitNormalisations, ImmutableArray<NormalisationOutcome>>
{
    public async Task<ImmutableArray<DocumentId>> Handle(ListUnnormalised request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 1000);
        return (await databases.RequireVaultAsync(cancellationToken)).Read(session => VaultListing.Unnormalised(session, request));
    }

    public async Task<DocumentTree?> Handle(ReadTree request, CancellationToken cancellationToken) =>
        (await databases.RequireVaultAsync(cancellationToken)).Read(session => VaultListing.Tree(session, request.Id));

    public async Task<ImmutableArray<DocumentTree>> Handle(ReadTrees request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Ids.Length, 1000);
        return (await databases.RequireVaultAsync(cancellationToken)).Read(session => request.Ids.Select(id => VaultListing.Tree(session, id)).OfType<DocumentTree>().ToImmutableArray());
    }

    public async Task<NormalisationOutcome> Handle(CommitNormalisation request, CancellationToken cancellationToken) =>
        (await writer.CommitAsync(await databases.RequireVaultAsync(cancellationToken), [request], cancellationToken))[0];

    public async Task<ImmutableArray<NormalisationOutcome>> Handle(CommitNormalisations request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Commits.Length, 1000);
        return await writer.CommitAsync(await databases.RequireVaultAsync(cancellationToken), request.Commits, cancellationToken);
    }
}
