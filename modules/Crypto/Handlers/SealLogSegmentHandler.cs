using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Seals a piece of this device's log for the road.</summary>
internal sealed class SealLogSegmentHandler(KeyCabinet cabinet, DeviceSealer sealer) : IRequestHandler<SealLogSegment, SealedDeviceDocument>
{
    public Task<SealedDeviceDocument> Handle(SealLogSegment request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        return Task.FromResult(sealer.Seal(lease.Keys, request));
    }
}
