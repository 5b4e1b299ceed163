using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class DeleteDocumentHandler(Databases databases, EditWriter writer) : IRequestHandler<DeleteDocument, PutOutcome>
{
    public async Task<PutOutcome> Handle(DeleteDocument request, CancellationToken cancellationToken) =>
        await writer.WriteAsync(await databases.RequireVaultAsync(cancellationToken), EditRequest.From(request), cancellationToken);
}
