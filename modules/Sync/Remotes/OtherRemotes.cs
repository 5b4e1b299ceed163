using System.Collections.Immutable;
using Aurix.Platform.Sync.Accounts;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>What a room may know of the others.</summary>
internal sealed class OtherRemotes(RoomSeat seat, Rooms rooms)
{
    public RemoteName Own => seat.Remote;

    /// <summary>The other remotes that this device is signed in to.</summary>
    public ImmutableArray<(RemoteName Remote, SyncAccount Account)> SignedIn =>
        [.. rooms.All.Where(room => room.Remote != Own).Select(room => (room.Remote, Account: room.Accounts.Read()!)).Where(other => other.Account is not null)];
}
