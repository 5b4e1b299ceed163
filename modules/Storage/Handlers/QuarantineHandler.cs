using System.Collections.Immutable;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class QuarantineHandler(Databases databases)
    : IRequestHandler<QuarantineRemote, int>, IRequestHandler<ListQuarantine, ImmutableArray<QuarantineEntry>>
{
    public async Task<int> Handle(QuarantineRemote request, CancellationToken cancellationToken) =>
        await (await databases.RequireVaultAsync(cancellationToken))
            .WriteAsync((session, _) => QuarantineSql.Add_InTransaction(session, request.Entries), cancellationToken);

    public async Task<ImmutableArray<QuarantineEntry>> Handle(ListQuarantine request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 1000);
        return (await databases.RequireVaultAsync(cancellationToken)).Read(session => QuarantineSql.List(session, request.Limit));
    }
}
