using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class GetDocumentHandler(Databases databases) : IRequestHandler<GetDocument, GetOutcome>
{
    public async Task<GetOutcome> Handle(GetDocument request, CancellationToken cancellationToken) =>
        (await databases.RequireVaultAsync(cancellationToken)).Read(session => VaultListing.Get(session, request));
}
