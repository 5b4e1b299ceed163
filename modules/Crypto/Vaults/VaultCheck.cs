using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>Whether a server still shows this device's vault, and not an older state of it.</summary>
internal sealed class VaultCheck(VaultWrapper wrapper, ISodium sodium)
{
    /// <summary>The newest generation that a password slot of this document claims; it is where the next one goes on.</summary>
    /// <exception cref="VaultException"><c>VaultMismatch</c>, <c>KeyringRollback</c>.</exception>
    public static int NewestSlot(VaultDocument shown, VaultKeys known, int pin)
    {
        if (shown.Vault != known.Vault)
        {
            throw VaultErrors.AnotherVault(shown.Vault, known.Vault);
        }

        var place = WrapPlace.Password(shown.Vault, shown.Mode);
        var slot = shown.PasswordSlots.Max(wrapped => KeyWrap.ClaimedGeneration(place, wrapped));
        return slot >= pin ? slot : throw VaultErrors.Rollback("password slot", slot, pin);
    }

    /// <summary>Compares a vault document with the keys that this device holds.</summary>
    /// <returns>A newer ring, opened, that the caller should keep; null when there is nothing new.</returns>
    /// <exception cref="VaultException"><c>VaultMismatch</c>, <c>KeyringRollback</c>, <c>VaultMalformed</c>.</exception>
    public VaultKeys? Run(VaultDocument shown, VaultKeys known, int pin)
    {
        if (shown.Vault != known.Vault)
        {
            throw VaultErrors.AnotherVault(shown.Vault, known.Vault);
        }

        // After a rotation an older ring does not open with the new master key. Its claim to be old is enough to refuse it.
        var ring = KeyWrap.ClaimedGeneration(WrapPlace.Ring(shown.Vault), shown.Ring);
        if (ring is not 0 && ring < known.Pins.Ring)
        {
            throw VaultErrors.Rollback("key ring", ring, known.Pins.Ring);
        }

        _ = NewestSlot(shown, known, pin);

        // A rotated ring opens only with the new master key, which the password slot holds. That it is newer is its own claim, and
        // believing it costs a password at most.
        var opened = wrapper.OpenRing(shown, known)
            ?? throw (ring > known.Pins.Ring ? VaultErrors.Rotated() : VaultErrors.Malformed("its key ring does not open with this device's keys"));
        try
        {
            VaultErrors.ThrowIfOlder(opened, known, sodium);
            if (opened.Pins.Ring > known.Pins.Ring)
            {
                var newer = opened;
                opened = null;
                return newer;
            }

            return null;
        }
        finally
        {
            opened?.Dispose();
        }
    }
}
