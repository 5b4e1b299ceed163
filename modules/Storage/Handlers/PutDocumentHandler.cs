using System.Collections.Immutable;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class PutDocumentHandler(Databases databases, EditWriter writer)
    : IRequestHandler<PutDocument, PutOutcome>, IRequestHandler<PutDocuments, ImmutableArray<PutOutcome>>
{
    public async Task<PutOutcome> Handle(PutDocument request, CancellationToken cancellationToken) =>
        await writer.WriteAsync(await databases.RequireVaultAsync(cancellationToken), EditRequest.From(request), cancellationToken);

    public async Task<ImmutableArray<PutOutcome>> Handle(PutDocuments request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Edits.Length, 1000);
        return await writer.WriteAsync(await databases.RequireVaultAsync(cancellationToken), [.. request.Edits.Select(EditRequest.From)], cancellationToken);
    }
}
