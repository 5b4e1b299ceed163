using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class LocalDocumentsHandler(Databases databases)
    : IRequestHandler<GetLocalDocument, LocalDocument?>, IRequestHandler<PutLocalDocument, LocalDocumentOutcome>
{
    public async Task<LocalDocument?> Handle(GetLocalDocument request, CancellationToken cancellationToken) =>
        (await databases.RequireAsync(request.Database, cancellationToken)).Read(session => LocalDocumentSql.Find(session, request.Id));

    public async Task<LocalDocumentOutcome> Handle(PutLocalDocument request, CancellationToken cancellationToken) =>
        await (await databases.RequireAsync(request.Database, cancellationToken))
            .WriteAsync((session, _) => LocalDocumentSql.Put_InTransaction(session, request), cancellationToken);
}
