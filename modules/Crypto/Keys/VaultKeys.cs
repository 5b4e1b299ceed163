using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>Every key of one vault, and the newest generations this device has seen of it (its pins).</summary>
/// <remarks>
/// <code>
/// MK ── opens the ring ── ST   id key: what documents are called on a server, the same in every epoch
///                      ╰─ EK_1 … EK_n   what documents and files are sealed under
/// </code>
/// Immutable once it is lent; wiped on dispose, which <see cref="KeyCabinet"/> does when nobody reads any more.
/// </remarks>
internal sealed class VaultKeys : IDisposable
{
    /// <summary>More epochs than a vault rotated daily for two years; a bound for what a file may make us allocate.</summary>
    public const int MaxEpochs = 1024;

    private readonly ImmutableSortedDictionary<int, EpochKeys> _epochs;

    /// <param name="kdf">Derives the id key.</param>
    /// <param name="vault">The vault's id.</param>
    /// <param name="master">MK.</param>
    /// <param name="stable">ST.</param>
    /// <param name="epochs">At least one; this object owns them from now on.</param>
    /// <param name="pins">Which of them is current, and the generations.</param>
    public VaultKeys(Kdf kdf, VaultId vault, ReadOnlySpan<byte> master, ReadOnlySpan<byte> stable, IEnumerable<EpochKeys> epochs, VaultPins pins)
    {
        Vault = vault;
        Pins = pins;
        _epochs = epochs.ToImmutableSortedDictionary(epoch => epoch.Number, epoch => epoch);
        Master = new GuardedKey(master);
        Stable = new GuardedKey(stable);
        Ids = kdf.Derive(stable, "id"u8);
    }

    public VaultId Vault { get; }

    public VaultPins Pins { get; private set; }

    /// <summary>The file that names what stays valid of all earlier epochs; null before the first rotation.</summary>
    public BlobReference? Closing { get; init; }

    /// <summary>MK.</summary>
    public GuardedKey Master { get; }

    /// <summary>ST.</summary>
    public GuardedKey Stable { get; }

    /// <summary>K_id = KDF(ST, "id").</summary>
    public GuardedKey Ids { get; }

    /// <summary>What new things are sealed under.</summary>
    public EpochKeys Current => _epochs[Pins.Epoch];

    /// <summary>In ascending order.</summary>
    public IEnumerable<EpochKeys> Epochs => _epochs.Values;

    public int EpochCount => _epochs.Count;

    public bool TryGetEpoch(uint number, [NotNullWhen(true)] out EpochKeys? epoch)
    {
        epoch = null;
        return number <= int.MaxValue && _epochs.TryGetValue((int)number, out epoch);
    }

    /// <summary>Whether this epoch was closed by a rotation: what it sealed counts only if the closing list names it.</summary>
    public bool IsClosed(EpochKeys epoch) => Closing is not null && epoch.Number < Pins.Epoch;

    /// <summary>Whether everything the other can open, this can open too, under the same ids.</summary>
    public bool Extends(VaultKeys older, ISodium sodium) =>
        Vault == older.Vault
        && sodium.AreEqual(Stable.Bytes, older.Stable.Bytes)
        && older._epochs.Values.All(epoch => _epochs.TryGetValue(epoch.Number, out var mine) && sodium.AreEqual(mine.Key.Bytes, epoch.Key.Bytes));

    public VaultDescription Describe() => new(Vault, Pins.Epoch, Pins.Ring);

    /// <summary>Pins another slot, before anybody else has these keys.</summary>
    public VaultKeys AtSlot(int slot)
    {
        Pins = Pins with { Slot = slot };
        return this;
    }

    public void Dispose()
    {
        Master.Dispose();
        Stable.Dispose();
        Ids.Dispose();
        foreach (var epoch in _epochs.Values)
        {
            epoch.Dispose();
        }
    }

    public override string ToString() => $"keys of vault {Vault}";
}

/// <summary>The newest state of a vault that this device has authenticated. A server that shows less is refused.</summary>
/// <param name="Epoch">The current epoch.</param>
/// <param name="Ring">The key ring's generation.</param>
/// <param name="Slot">The password slot's generation, 0 before the vault was ever wrapped or joined.</param>
internal sealed record VaultPins(int Epoch, int Ring, int Slot);
