using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>A short text over everything this device knows of all devices. Two devices that show another one after both synced were served different histories.</summary>
/// <exception cref="Errors.UsageException"><c>NothingSeen</c>: no round was made yet.</exception>
[RoutedTo(Roles.Sync)]
public sealed record FingerprintDevices : IRequest<string>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
