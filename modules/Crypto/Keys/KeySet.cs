using System.Collections.Immutable;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>What the key file holds: the device's own vault, and one that it is about to join.</summary>
/// <param name="Current">Null before the vault was created.</param>
/// <param name="Staged">Null unless a join is under way.</param>
internal sealed record KeySet(VaultKeys? Current, VaultKeys? Staged) : IDisposable
{
    /// <summary>How this device logs in at main; null before it ever did.</summary>
    public KeptAccount? Account { get; init; }

    /// <summary>The other remotes, by name.</summary>
    public ImmutableSortedDictionary<RemoteName, KeptRemote> Remotes { get; init; } = ImmutableSortedDictionary<RemoteName, KeptRemote>.Empty;

    /// <summary>Every login that is kept.</summary>
    public IEnumerable<KeptAccount> Accounts => Remotes.Values.Select(kept => kept.Account).Prepend(Account).OfType<KeptAccount>();

    public VaultKeys? Find(VaultId vault) =>
        Current?.Vault == vault ? Current
        : Staged?.Vault == vault ? Staged
        : null;

    /// <summary>How this device logs in at a remote; null before it ever did.</summary>
    public KeptAccount? AccountOf(RemoteName remote) => remote.IsMain ? Account : Remotes.GetValueOrDefault(remote)?.Account;

    /// <summary>The newest password slot that a remote has shown of a vault.</summary>
    public int SlotOf(RemoteName remote, VaultId vault) => remote.IsMain ? Find(vault)?.Pins.Slot ?? 0 : Remotes.GetValueOrDefault(remote)?.Slot ?? 0;

    public KeySet With(RemoteName remote, KeptAccount account) => remote.IsMain
        ? this with { Account = account }
        : this with { Remotes = Remotes.SetItem(remote, Remotes.GetValueOrDefault(remote, KeptRemote.None) with { Account = account }) };

    /// <summary>Another remote's slot. Main's is changed with its keys.</summary>
    public KeySet With(RemoteName remote, int slot) =>
        this with { Remotes = Remotes.SetItem(remote, Remotes.GetValueOrDefault(remote, KeptRemote.None) with { Slot = slot }) };

    public void Dispose()
    {
        Current?.Dispose();
        Staged?.Dispose();
        foreach (var account in Accounts)
        {
            account.Dispose();
        }
    }

    public override string ToString() => $"current {Current?.Vault}, staged {Staged?.Vault}";
}
