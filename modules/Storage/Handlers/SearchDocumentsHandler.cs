using Aurix.Platform.Storage.Search;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class SearchDocumentsHandler(Databases databases) : IRequestHandler<SearchDocuments, SearchPage>
{
    public async Task<SearchPage> Handle(SearchDocuments request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 200);
        return (await databases.RequireVaultAsync(cancellationToken)).Read(session => Searching.Run(session, request));
    }
}
