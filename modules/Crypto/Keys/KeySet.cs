namespace Aurix.Platform.Crypto.Keys;

/// <summary>What the key file holds: the device's own vault, and one that it is about to join.</summary>
/// <param name="Current">Null before the vault was created.</param>
/// <param name="Staged">Null unless a join is under way.</param>
internal sealed record KeySet(VaultKeys? Current, VaultKeys? Staged) : IDisposable
{
    /// <summary>How this device logs in; null before it ever did.</summary>
    public KeptAccount? Account { get; init; }

    public VaultKeys? Find(VaultId vault) =>
        Current?.Vault == vault ? Current
        : Staged?.Vault == vault ? Staged
        : null;

    public void Dispose()
    {
        Current?.Dispose();
        Staged?.Dispose();
        Account?.Dispose();
    }

    public override string ToString() => $"current {Current?.Vault}, staged {Staged?.Vault}";
}
