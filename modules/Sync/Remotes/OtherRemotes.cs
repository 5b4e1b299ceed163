using System.Collections.Immutable;
using Aurix.Platform.Sync.Accounts;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>What a room may know of the others.</summary>
internal sealed class OtherRemotes(RoomSeat seat, Rooms rooms)
{
    /// <summary>Whether this device has no other account.</summary>
    public bool AreNone => !Others.Any();

    /// <summary>The other accounts of this device.</summary>
    /// <exception cref="Errors.StoreException"><c>AccountDamaged</c>.</exception>
    public ImmutableArray<(RemoteName Remote, SyncAccount Account)> SignedIn =>
        [.. Others.Select(room => (room.Remote, Account: room.Accounts.Read()!)).Where(other => other.Account is not null)];

    private IEnumerable<Room> Others => rooms.All.Where(room => room.Remote != seat.Remote && room.Accounts.Exists);
}
