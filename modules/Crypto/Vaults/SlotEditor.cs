using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>Changes the slots of a vault document and leaves its ring as it is: that is all a new password or recovery code needs.</summary>
internal sealed class SlotEditor(ISodium sodium, WorkBuffers buffers, TimeProvider time)
{
    // One new slot, and three from before: the one that the server's login goes with is among them.
    private const int OlderSlots = 3;

    private readonly Kdf _kdf = new(sodium);
    private readonly KeyWrap _wrap = new(sodium, buffers);

    /// <summary>A slot for the login, before the one that the present login opens. A slot that this login had already is made anew.</summary>
    /// <remarks>
    /// Without a present login nobody can tell which of several slots the server's login goes with: the newest and the oldest stay, since changes that were
    /// cut off lie between them.
    /// </remarks>
    /// <exception cref="Errors.VaultException"><c>SlotInvalid</c>: the present login opens none.</exception>
    public VaultDocument Add(VaultDocument shown, VaultKeys keys, OpenLogin login, OpenLogin? present)
    {
        if (shown.Mode != login.Mode)
        {
            throw VaultErrors.ProfileMismatch();
        }

        var others = shown.PasswordSlots.Where(slot => !Opens(shown, slot, login)).OrderByDescending(slot => Claimed(shown, slot)).ToImmutableArray();
        if (present is not null)
        {
            if (!shown.PasswordSlots.Any(slot => Opens(shown, slot, present)))
            {
                throw VaultErrors.SlotInvalid();
            }

            others = [.. others.Where(slot => Opens(shown, slot, present)).Take(1)];
        }
        else if (others.Length > OlderSlots)
        {
            others = [.. others.Take(OlderSlots - 1), others[^1]];
        }

        var added = _wrap.Seal(WrapPlace.Password(shown.Vault, login.Mode), Next(shown, keys), login.Kek.Bytes, keys.Master.Bytes);
        return shown.WithoutExpired(time.GetUtcNow()) with { PasswordSlots = [added, .. others] };
    }

    /// <summary>The login's newest slot and no other: the same document when it is so already, null when the login opens none.</summary>
    public VaultDocument? KeepOnly(VaultDocument shown, OpenLogin login)
    {
        var own = shown.PasswordSlots.Where(slot => Opens(shown, slot, login)).MaxBy(slot => Claimed(shown, slot));
        return own is null ? null
            : shown.PasswordSlots.Length == 1 ? shown
            : shown with { PasswordSlots = [own] };
    }

    public VaultDocument RenewRecovery(VaultDocument shown, VaultKeys keys, ReadOnlySpan<byte> recoveryKey)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            _kdf.Derive(key, recoveryKey, "recovery"u8);
            var place = WrapPlace.Recovery(shown.Vault);
            var generation = KeyWrap.ClaimedGeneration(place, shown.RecoverySlot) is var old and < KeyWrap.MaxGeneration ? old + 1 : throw Exhausted();
            return shown.WithoutExpired(time.GetUtcNow()) with { RecoverySlot = _wrap.Seal(place, generation, key, keys.Master.Bytes) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>A slot for an invitation, good until the end of this unix minute.</summary>
    public VaultDocument Invite(VaultDocument shown, VaultKeys keys, ReadOnlySpan<byte> secret, int minute)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            InvitationKey(_kdf, key, secret, shown.Vault);
            return shown with { Invitations = [.. shown.Invitations, _wrap.Seal(WrapPlace.Invitation(shown.Vault), minute, key, keys.Master.Bytes)] };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary><c>KDF(X ‖ 16 zero bytes, "invite", vaultId)</c>: what opens the slot of an invitation whose code holds X.</summary>
    public static void InvitationKey(Kdf kdf, Span<byte> key, ReadOnlySpan<byte> secret, VaultId vault) => kdf.Derive(key, secret, "invite"u8, vault.ToBytes());

    /// <summary>Whether an invitation is over. What is no invitation's slot at all is over too.</summary>
    public static bool HasEnded(VaultId vault, byte[] slot, DateTimeOffset now) =>
        KeyWrap.ClaimedGeneration(WrapPlace.Invitation(vault), slot) <= now.ToUnixTimeSeconds() / 60;

    private bool Opens(VaultDocument shown, byte[] slot, OpenLogin login)
    {
        var master = _wrap.Open(WrapPlace.Password(shown.Vault, shown.Mode), login.Kek.Bytes, slot);
        CryptographicOperations.ZeroMemory(master);
        return master is not null;
    }

    private static int Claimed(VaultDocument shown, byte[] slot) => KeyWrap.ClaimedGeneration(WrapPlace.Password(shown.Vault, shown.Mode), slot);

    private static int Next(VaultDocument shown, VaultKeys keys)
    {
        var newest = Math.Max(keys.Pins.Slot, shown.PasswordSlots.Max(slot => Claimed(shown, slot)));
        return newest < KeyWrap.MaxGeneration ? newest + 1 : throw Exhausted();
    }

    // Only a claim can be so high: a password changed every second takes 68 years to get there.
    private static Errors.VaultException Exhausted() => VaultErrors.Malformed("a slot claims a generation that no vault reaches");
}
