using Aurix.Platform.Storage.Relay;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class EditRelayDocumentHandler(Databases databases) : IRequestHandler<EditRelayDocument, RelayEditOutcome>
{
    public async Task<RelayEditOutcome> Handle(EditRelayDocument request, CancellationToken cancellationToken) =>
        await RelayWriter.EditAsync(await databases.RequireRelayAsync(request.Database, cancellationToken), request, cancellationToken);
}
