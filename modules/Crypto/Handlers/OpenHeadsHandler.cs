using System.Collections.Immutable;
using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Opens what a server shows as heads, each on its own.</summary>
internal sealed class OpenHeadsHandler(KeyCabinet cabinet, DeviceSealer sealer) : IRequestHandler<OpenHeads, ImmutableArray<OpenHeadOutcome>>
{
    public Task<ImmutableArray<OpenHeadOutcome>> Handle(OpenHeads request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        var keys = lease.Keys;
        return Task.FromResult(Batch.Map(request.Documents, Batch.ParallelDocuments, document => sealer.OpenHead(keys, document), cancellationToken));
    }
}
