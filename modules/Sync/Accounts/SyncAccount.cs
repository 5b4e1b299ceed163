using Aurix.Platform.Crypto;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>What the owner opted in to. The login is not in it: Crypto keeps that with the keys.</summary>
/// <param name="Address">Where.</param>
/// <param name="User">As whom.</param>
/// <param name="Vault">Which vault.</param>
/// <param name="Client">Random, made when the owner opted in: tells this device's checkpoints from the others'.</param>
internal sealed record SyncAccount(RemoteAddress Address, string User, VaultId Vault, string Client)
{
    /// <summary>How far its owner has let it go.</summary>
    public SyncState State { get; init; } = SyncState.Enabled;

    /// <summary>The newest generation of the key ring that this server has shown; null where an older build made the account and no round ran since.</summary>
    public int? Ring { get; init; }

    /// <summary>User and address.</summary>
    public override string ToString() => $"{User} at {Address}";
}
