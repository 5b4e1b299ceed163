using System.Collections.Immutable;
using Aurix.Platform.Storage.Trees;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class FindMissingRevisionsHandler(Databases databases) : IRequestHandler<FindMissingRevisions, ImmutableArray<MissingRevisions>>
{
    public async Task<ImmutableArray<MissingRevisions>> Handle(FindMissingRevisions request, CancellationToken cancellationToken)
    {
        var database = await databases.RequireAsync(request.Database, cancellationToken);
        return database.Read<ImmutableArray<MissingRevisions>>(session =>
            [.. request.Offers.Select(offer => RevisionReading.Lacking(session, database.Kind, offer)).OfType<MissingRevisions>()]);
    }
}
