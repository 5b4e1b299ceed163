using System.Collections.Immutable;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Step 11: opens what a server sent, each on its own.</summary>
internal sealed class OpenDocumentsHandler(KeyCabinet cabinet, DocumentOpener opener) : IRequestHandler<OpenDocuments, ImmutableArray<OpenOutcome>>
{
    public Task<ImmutableArray<OpenOutcome>> Handle(OpenDocuments request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        var keys = lease.Keys;
        return Task.FromResult(Batch.Map(request.Documents, Batch.ParallelDocuments, document => opener.Open(keys, document, request.AcceptClosed), cancellationToken));
    }
}
