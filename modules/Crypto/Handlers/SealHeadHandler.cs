using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Seals this device's head for the road.</summary>
internal sealed class SealHeadHandler(KeyCabinet cabinet, DeviceSealer sealer) : IRequestHandler<SealHead, SealedDeviceDocument>
{
    public Task<SealedDeviceDocument> Handle(SealHead request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        return Task.FromResult(sealer.Seal(lease.Keys, request.Head));
    }
}
