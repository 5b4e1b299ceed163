using System.Collections.Immutable;
using Aurix.Platform.Storage.Relay;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class GraftRevisionsHandler(Databases databases, VaultGrafter grafter) : IRequestHandler<GraftRevisions, ImmutableArray<GraftOutcome>>
{
    public async Task<ImmutableArray<GraftOutcome>> Handle(GraftRevisions request, CancellationToken cancellationToken)
    {
        var database = await databases.RequireAsync(request.Database, cancellationToken);
        return database.Kind is DatabaseKind.Vault
            ? await grafter.GraftAsync(database, request.Grafts, cancellationToken)
            : await RelayWriter.GraftAsync(database, request.Grafts, cancellationToken);
    }
}
