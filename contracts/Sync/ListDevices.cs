using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Lists the devices of the vault that this one knows, itself first. Empty before the first round.</summary>
[RoutedTo(Roles.Sync)]
public sealed record ListDevices : IRequest<ImmutableArray<VaultDevice>>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>A device of the vault.</summary>
/// <param name="Device">Its id.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="LastHeard">When this device last saw something new of it, by this device's clock; null for this device before it has published.</param>
/// <param name="Entries">How many revisions it vouches for.</param>
/// <param name="IsRetired">Whether an owner said that it will not come back.</param>
/// <param name="IsThis">Whether it is this one.</param>
public sealed record VaultDevice(DeviceId Device, string Name, DateTimeOffset? LastHeard, long Entries, bool IsRetired, bool IsThis);
