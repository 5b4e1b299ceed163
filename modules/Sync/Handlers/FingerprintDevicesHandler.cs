using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class FingerprintDevicesHandler(DeviceDirectory devices) : IRequestHandler<FingerprintDevices, string>
{
    public Task<string> Handle(FingerprintDevices request, CancellationToken cancellationToken) => devices.FingerprintAsync(cancellationToken);
}
