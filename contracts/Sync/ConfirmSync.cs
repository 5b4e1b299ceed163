using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The owner has seen what will leave the device (<see cref="PreviewSync"/>) and says yes: from now on rounds run.</summary>
/// <returns>False when they did already.</returns>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>, <c>SyncPaused</c>, <c>RemovalUnfinished</c>.</exception>
[RoutedTo(Roles.Sync)]
public sealed record ConfirmSync : IRequest<bool>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>From now on nothing is sent or asked, in any process of this device. A round that runs ends before its next request.</summary>
/// <returns>False when it was so already.</returns>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>, <c>SyncUnconfirmed</c>, <c>RemovalUnfinished</c>.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record PauseSync : IRequest<bool>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>The reverse of <see cref="PauseSync"/>.</summary>
/// <returns>False when sync was not paused.</returns>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>, <c>SyncUnconfirmed</c>, <c>RemovalUnfinished</c>.</exception>
[RoutedTo(Roles.Sync)]
public sealed record ResumeSync : IRequest<bool>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
