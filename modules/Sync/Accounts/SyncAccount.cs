using Aurix.Platform.Crypto;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>What the owner opted in to.</summary>
/// <param name="Address">Where.</param>
/// <param name="User">As whom.</param>
/// <param name="ServerPassword">What the server knows as the password. Derived from the owner's; opens nothing but the account.</param>
/// <param name="Vault">Which vault.</param>
/// <param name="Client">Random, made when the owner opted in: tells this device's checkpoints from the others'.</param>
internal sealed record SyncAccount(RemoteAddress Address, string User, string ServerPassword, VaultId Vault, string Client)
{
    /// <summary>The address, without the login.</summary>
    public override string ToString() => $"{User} at {Address}";
}
