using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Names this device for the owner's other devices; they learn it, sealed, in the next round.</summary>
/// <returns>The name as it is told.</returns>
/// <exception cref="Errors.UsageException"><c>BadDeviceName</c>.</exception>
[RoutedTo(Roles.Sync)]
public sealed record NameDevice(string Name) : IRequest<string>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
