using System.Collections.Immutable;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Finds out which keys made a revision, by making it again.</summary>
internal sealed class FindEpochsHandler(KeyCabinet cabinet, EpochFinder finder) : IRequestHandler<FindEpochs, ImmutableArray<EpochStanding>>
{
    public Task<ImmutableArray<EpochStanding>> Handle(FindEpochs request, CancellationToken cancellationToken)
    {
        foreach (var draft in request.Drafts)
        {
            DocumentSealer.Check(draft);
        }

        using var lease = cabinet.Use();
        var keys = lease.Keys;
        return Task.FromResult(Batch.Map(request.Drafts, Batch.ParallelDocuments, draft => finder.StandingOf(keys, draft), cancellationToken));
    }
}
