using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The owner says that a device will not come back: its silence raises nothing any more. It takes no key from it; rotating the keys does.</summary>
/// <param name="Device">The beginning of its id, or its name.</param>
/// <returns>The device.</returns>
/// <exception cref="Errors.UsageException"><c>DeviceUnknown</c>, <c>DeviceAmbiguous</c>, or <c>DeviceIsThis</c>.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RetireDevice(string Device) : IRequest<VaultDevice>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
