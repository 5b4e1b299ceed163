using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Trees;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class FindMissingRevisionsHandler(Databases databases)
    : IRequestHandler<FindMissingRevisions, ImmutableArray<MissingRevisions>>, IRequestHandler<FindUnshownLeaves, ImmutableArray<DocumentId>>
{
    public async Task<ImmutableArray<MissingRevisions>> Handle(FindMissingRevisions request, CancellationToken cancellationToken)
    {
        var database = await databases.RequireAsync(request.Database, cancellationToken);
        return database.Read<ImmutableArray<MissingRevisions>>(session =>
            [.. request.Offers.Select(offer => RevisionReading.Lacking(session, database.Kind, offer)).OfType<MissingRevisions>()]);
    }

    public async Task<ImmutableArray<DocumentId>> Handle(FindUnshownLeaves request, CancellationToken cancellationToken) =>
        (await databases.RequireVaultAsync(cancellationToken)).Read<ImmutableArray<DocumentId>>(session =>
            [.. request.Shown.Select(shown => RevisionReading.Unshown(session, shown)).OfType<DocumentId>()]);
}
