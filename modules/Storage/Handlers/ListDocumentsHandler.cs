using System.Collections.Immutable;
using Aurix.Platform.Storage.Search;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class ListDocumentsHandler(Databases databases)
    : IRequestHandler<ListDocuments, DocumentPage>, IRequestHandler<CountTypes, ImmutableSortedDictionary<string, long>>
{
    public async Task<DocumentPage> Handle(ListDocuments request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 1000);
        return (await databases.RequireVaultAsync(cancellationToken)).Read(session => Listing.Run(session, request));
    }

    public async Task<ImmutableSortedDictionary<string, long>> Handle(CountTypes request, CancellationToken cancellationToken) =>
        (await databases.RequireVaultAsync(cancellationToken)).Read(VaultListing.CountTypes);
}
