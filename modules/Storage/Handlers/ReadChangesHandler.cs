using Aurix.Platform.Storage.Trees;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class ReadChangesHandler(Databases databases) : IRequestHandler<ReadChanges, ChangesBatch>
{
    public async Task<ChangesBatch> Handle(ReadChanges request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 10_000);
        return (await databases.RequireAsync(request.Database, cancellationToken)).Read(session => ChangeFeed.Read(session, request));
    }
}
