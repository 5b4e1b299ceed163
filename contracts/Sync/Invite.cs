using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Lets one more device in by a short-lived code, made on a device that is unlocked. <see cref="MakeInvitation"/> says what a leaked code gives.</summary>
/// <param name="Lasts">1 to 60 minutes.</param>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record Invite(TimeSpan Lasts) : IRequest<InviteOutcome>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>An invitation that is on the server.</summary>
/// <param name="Address">Where the new device syncs with.</param>
/// <param name="User">As whom.</param>
/// <param name="Code">To be shown once. The receiver disposes it.</param>
/// <param name="Until">The first minute in which it is good no more.</param>
public sealed record InviteOutcome(string Address, string User, Secret Code, DateTimeOffset Until);

/// <summary>Takes back every invitation that was not used yet.</summary>
/// <returns>False when there was none.</returns>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RevokeInvitations : IRequest<bool>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
