using System.Collections.Immutable;
using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Opens what a server shows as pieces of logs, each on its own.</summary>
internal sealed class OpenLogSegmentsHandler(KeyCabinet cabinet, DeviceSealer sealer) : IRequestHandler<OpenLogSegments, ImmutableArray<OpenSegmentOutcome>>
{
    public Task<ImmutableArray<OpenSegmentOutcome>> Handle(OpenLogSegments request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        var keys = lease.Keys;
        return Task.FromResult(Batch.Map(request.Documents, Batch.ParallelDocuments, document => sealer.OpenSegment(keys, document), cancellationToken));
    }
}
