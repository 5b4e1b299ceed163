using System.Collections.Immutable;
using Aurix.Platform.Storage.Trees;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class ReadRevisionsHandler(Databases databases) : IRequestHandler<ReadRevisions, ImmutableArray<StoredRevision>>
{
    public async Task<ImmutableArray<StoredRevision>> Handle(ReadRevisions request, CancellationToken cancellationToken)
    {
        if (request.Wanted.Length > 1000)
        {
            throw new ArgumentException("At most 1000 revisions are read at once.", nameof(request));
        }

        return (await databases.RequireAsync(request.Database, cancellationToken)).Read(session => RevisionReading.Read(session, request));
    }
}
