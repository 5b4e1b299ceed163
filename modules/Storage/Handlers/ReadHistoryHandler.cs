using System.Collections.Immutable;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class ReadHistoryHandler(Databases databases) : IRequestHandler<ReadHistory, ImmutableArray<HistoryEntry>>
{
    public async Task<ImmutableArray<HistoryEntry>> Handle(ReadHistory request, CancellationToken cancellationToken) =>
        (await databases.RequireVaultAsync(cancellationToken)).Read(session => VaultListing.History(session, request.Id));
}
