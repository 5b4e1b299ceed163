using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>From keys to the vault document and back.</summary>
internal sealed class VaultWrapper(ISodium sodium, WorkBuffers buffers)
{
    private readonly Kdf _kdf = new(sodium);
    private readonly KeyWrap _wrap = new(sodium, buffers);

    /// <summary>Wraps a vault under a login and a recovery key, one slot generation after the newest that this device knows, or that the server shows.</summary>
    public VaultDocument Wrap(VaultKeys keys, OpenLogin login, ReadOnlySpan<byte> recoveryKey, int shownSlot = 0)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        using var ring = buffers.Lend(RingCodec.MaxLength(keys));
        try
        {
            var generation = Math.Max(keys.Pins.Slot, shownSlot) + 1;
            var password = _wrap.Seal(WrapPlace.Password(keys.Vault, login.Mode), generation, login.Kek.Bytes, keys.Master.Bytes);
            _kdf.Derive(key, recoveryKey, "recovery"u8);
            var recovery = _wrap.Seal(WrapPlace.Recovery(keys.Vault), generation, key, keys.Master.Bytes);
            return new VaultDocument(keys.Vault, [password], recovery, WrapRing(keys, ring.Span)) { Mode = login.Mode };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens with a login's KEK. Null when no slot opens.</summary>
    /// <exception cref="Errors.VaultException"><c>KdfProfileMismatch</c>: the document claims another mode than the login was derived under.</exception>
    public VaultKeys? OpenWithPassword(VaultDocument document, OpenLogin login)
    {
        if (document.Mode != login.Mode)
        {
            throw VaultErrors.ProfileMismatch();
        }

        if (login.IsInvitation)
        {
            return null;
        }

        var place = WrapPlace.Password(document.Vault, login.Mode);
        foreach (var slot in document.PasswordSlots)
        {
            if (_wrap.Open(place, login.Kek.Bytes, slot) is { } master)
            {
                return OpenRing(document, master, KeyWrap.ClaimedGeneration(place, slot));
            }
        }

        return null;
    }

    /// <summary>Opens with an invitation. Null when no slot of it is there.</summary>
    /// <exception cref="Errors.VaultException"><c>InvitationExpired</c>, <c>KdfProfileMismatch</c>.</exception>
    public VaultKeys? OpenWithInvitation(VaultDocument document, OpenLogin login, DateTimeOffset now)
    {
        if (document.Mode != login.Mode)
        {
            throw VaultErrors.ProfileMismatch();
        }

        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            SlotEditor.InvitationKey(_kdf, key, login.Kek.Bytes, document.Vault);
            var place = WrapPlace.Invitation(document.Vault);
            foreach (var slot in document.Invitations)
            {
                if (_wrap.Open(place, key, slot) is { } master)
                {
                    if (SlotEditor.HasEnded(document.Vault, slot, now))
                    {
                        CryptographicOperations.ZeroMemory(master);
                        throw VaultErrors.InvitationExpired();
                    }

                    return OpenRing(document, master, slotGeneration: 0); // which password slot is the newest it does not tell
                }
            }

            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens with the recovery key. Null when the slot does not open.</summary>
    /// <param name="document">The document.</param>
    /// <param name="recoveryKey">RK.</param>
    /// <param name="slotPin">The newest password slot that this device has seen of the vault: the recovery slot tells nothing of those.</param>
    public VaultKeys? OpenWithRecovery(VaultDocument document, ReadOnlySpan<byte> recoveryKey, int slotPin = 0)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            var place = WrapPlace.Recovery(document.Vault);
            _kdf.Derive(key, recoveryKey, "recovery"u8);
            return _wrap.Open(place, key, document.RecoverySlot) is { } master ? OpenRing(document, master, slotPin) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Opens the ring with a master key that is known already. Null when it does not open.</summary>
    public VaultKeys? OpenRing(VaultDocument document, VaultKeys known)
    {
        var master = GC.AllocateUninitializedArray<byte>(GuardedKey.Size, pinned: true);
        known.Master.Bytes.CopyTo(master);
        return OpenRing(document, master, known.Pins.Slot, orNull: true);
    }

    private VaultKeys? OpenRing(VaultDocument document, byte[] master, int slotGeneration, bool orNull = false)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        byte[]? plaintext = null;
        try
        {
            if (master.Length != GuardedKey.Size)
            {
                return null;
            }

            var place = WrapPlace.Ring(document.Vault);
            _kdf.Derive(key, master, "ring"u8);
            plaintext = _wrap.Open(place, key, document.Ring);
            var keys = plaintext is null
                ? null
                : RingCodec.Read(_kdf, document.Vault, master, slotGeneration, KeyWrap.ClaimedGeneration(place, document.Ring), plaintext);
            return keys is null && !orNull ? throw VaultErrors.Malformed("its key ring does not open, or a newer build wrote it") : keys;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(master);
            CryptographicOperations.ZeroMemory(plaintext);
        }
    }

    private byte[] WrapRing(VaultKeys keys, Span<byte> buffer)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            _kdf.Derive(key, keys.Master.Bytes, "ring"u8);
            return _wrap.Seal(WrapPlace.Ring(keys.Vault), keys.Pins.Ring, key, buffer[..RingCodec.Write(keys, buffer)]);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
