using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class FindWritersHandler(WriterSearch writers) : IRequestHandler<FindWriters, ImmutableDictionary<Revision, ImmutableArray<VaultDevice>>>
{
    public Task<ImmutableDictionary<Revision, ImmutableArray<VaultDevice>>> Handle(FindWriters request, CancellationToken cancellationToken) =>
        writers.FindAsync(request.Id, request.Revisions, cancellationToken);
}
