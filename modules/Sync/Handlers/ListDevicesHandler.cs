using System.Collections.Immutable;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class ListDevicesHandler(DeviceDirectory devices) : IRequestHandler<ListDevices, ImmutableArray<VaultDevice>>
{
    public Task<ImmutableArray<VaultDevice>> Handle(ListDevices request, CancellationToken cancellationToken) => devices.ListAsync(cancellationToken);
}
