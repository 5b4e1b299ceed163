using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class RetireDeviceHandler(DeviceDirectory devices, DeviceStore store) : IRequestHandler<RetireDevice, VaultDevice>
{
    public async Task<VaultDevice> Handle(RetireDevice request, CancellationToken cancellationToken)
    {
        var found = (await devices.ListAsync(cancellationToken))
            .Where(device => device.Name == request.Device || (request.Device.Length >= 4 && device.Device.ToString().StartsWith(request.Device, StringComparison.Ordinal)))
            .ToList();
        var device = found.Count switch
        {
            0 => throw new UsageException("DeviceUnknown", $"No device of this vault is called '{request.Device}'.", "Run 'aurix vault devices' and give a name or the beginning of an id."),
            1 => found[0],
            _ => throw new UsageException("DeviceAmbiguous", $"{found.Count} devices are called '{request.Device}'.", "Give the beginning of an id from 'aurix vault devices'."),
        };
        if (device.IsThis)
        {
            throw new UsageException("DeviceIsThis", "This device cannot retire itself.", "Run 'aurix sync disable' here, and retire it on another device.");
        }

        var id = device.Device.ToString();
        await store.ChangeWishesAsync(wishes => wishes.Retired.Contains(id) ? wishes : wishes with { Retired = wishes.Retired.Add(id) }, cancellationToken);
        return device with { IsRetired = true };
    }
}
