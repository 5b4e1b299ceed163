using System.Collections.Immutable;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Step 7: seals revisions of the present vault for the road.</summary>
internal sealed class SealDocumentsHandler(KeyCabinet cabinet, DocumentSealer sealer) : IRequestHandler<SealDocuments, ImmutableArray<SealedDocument>>
{
    public Task<ImmutableArray<SealedDocument>> Handle(SealDocuments request, CancellationToken cancellationToken)
    {
        foreach (var draft in request.Drafts)
        {
            DocumentSealer.Check(draft);
        }

        using var lease = cabinet.Use();
        var keys = lease.Keys;
        return Task.FromResult(Batch.Map(request.Drafts, Batch.ParallelDocuments, draft => sealer.Seal(keys, draft), cancellationToken));
    }
}
