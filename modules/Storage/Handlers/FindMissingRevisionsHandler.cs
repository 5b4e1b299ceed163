using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Trees;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

internal sealed class FindMissingRevisionsHandler(Databases databases)
    : IRequestHandler<FindMissingRevisions, ImmutableArray<MissingRevisions>>,
      IRequestHandler<FindUnshownLeaves, ImmutableArray<DocumentId>>,
      IRequestHandler<NameRemoteDocuments, ImmutableDictionary<string, DocumentId>>
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

    public async Task<ImmutableDictionary<string, DocumentId>> Handle(NameRemoteDocuments request, CancellationToken cancellationToken) =>
        (await databases.RequireVaultAsync(cancellationToken)).Read(session => request.RemoteIds
            .Select(id => DocumentSql.FindRemote(session, id))
            .OfType<DocumentRow>()
            .ToImmutableDictionary(document => document.RemoteId!, document => document.Id, StringComparer.Ordinal));
}
