using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class PutDocumentHandler(Databases databases, EditWriter writer) : IRequestHandler<PutDocument, PutOutcome>
{
    public async Task<PutOutcome> Handle(PutDocument request, CancellationToken cancellationToken) =>
        await writer.WriteAsync(await databases.RequireVaultAsync(cancellationToken), EditRequest.From(request), cancellationToken);
}
