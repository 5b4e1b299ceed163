using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

internal sealed class NameDeviceHandler(DeviceStore store) : IRequestHandler<NameDevice, string>
{
    public async Task<string> Handle(NameDevice request, CancellationToken cancellationToken)
    {
        var name = request.Name.Trim();
        if (name.Length is 0 or > DeviceHead.MaxName || name.Any(char.IsControl) || !name.IsNormalized())
        {
            throw new UsageException("BadDeviceName", "This cannot be a device's name.", $"Give 1 to {DeviceHead.MaxName} characters on one line.");
        }

        await store.ChangeWishesAsync(wishes => wishes with { Name = name }, cancellationToken);
        return name;
    }
}
