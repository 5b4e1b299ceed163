using System.Collections.Immutable;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Step 3: names revisions. Every local write waits for it, so it hashes and does not encrypt.</summary>
internal sealed class MintRevisionsHandler(KeyCabinet cabinet, DocumentSealer sealer) : IRequestHandler<MintRevisions, ImmutableArray<MintedRevision>>
{
    public Task<ImmutableArray<MintedRevision>> Handle(MintRevisions request, CancellationToken cancellationToken)
    {
        foreach (var draft in request.Drafts)
        {
            DocumentSealer.Check(draft);
        }

        cabinet.Touch();
        using var lease = cabinet.Use(request.Vault);
        var keys = lease.Keys;
        return Task.FromResult(Batch.Map(request.Drafts, Batch.ParallelDocuments, draft => sealer.Mint(keys, draft), cancellationToken));
    }
}
