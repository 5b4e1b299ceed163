using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Trees;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class ReadChangesHandler(Databases databases) : IRequestHandler<ReadChanges, ChangesBatch>
{
    public async Task<ChangesBatch> Handle(ReadChanges request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 10_000);
        if (request is { Descending: false, Before: not null })
        {
            throw new ArgumentException("Only a feed that is read newest first has a Before.", nameof(request));
        }

        var database = await databases.RequireAsync(request.Database, cancellationToken);
        return database.Kind is DatabaseKind.Relay && !request.Types.IsEmpty
            ? throw new UsageException("NotAVault", $"The documents of '{request.Database}' have no types.", "Filter a relay by ids or fields.")
            : database.Read(session => ChangeFeed.Read(session, database.Kind, request));
    }
}
