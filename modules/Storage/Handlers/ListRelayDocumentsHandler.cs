using Aurix.Platform.Storage.Relay;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class ListRelayDocumentsHandler(Databases databases) : IRequestHandler<ListRelayDocuments, RelayPage>
{
    public async Task<RelayPage> Handle(ListRelayDocuments request, CancellationToken cancellationToken)
    {
        if (request.Keys is { Length: > 10_000 })
        {
            throw new ArgumentException("At most 10 000 keys are listed at once.", nameof(request));
        }

        return (await databases.RequireRelayAsync(request.Database, cancellationToken)).Read(session => RelayListing.List(session, request));
    }
}
