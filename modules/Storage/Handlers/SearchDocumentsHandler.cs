using Aurix.Platform.Storage.Search;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class SearchDocumentsHandler(Databases databases) : IRequestHandler<SearchDocuments, SearchPage>
{
    public async Task<SearchPage> Handle(SearchDocuments request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 200);
        var vault = await databases.RequireVaultAsync(cancellationToken);
        await SearchUpkeep.CatchUpAsync(vault, cancellationToken);
        return vault.Read(session => Searching.Run(session, request));
    }
}
