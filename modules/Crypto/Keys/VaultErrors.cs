using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Keys;

/// <summary>What to tell somebody whose keys, vault or server do not fit together.</summary>
internal static class VaultErrors
{
    public static VaultException KeysMissing() => new(
        "KeysMissing",
        "This device has no vault keys.",
        "Create a vault, restore keys.json from a backup, or sign in to your server to fetch the vault's keys.");

    public static VaultException Locked() => new(
        "VaultLocked",
        "This device's keys are locked.",
        "Run 'aurix vault unlock', or give the passphrase with --passphrase-file.");

    public static VaultException PassphraseWrong() => new(
        "PassphraseWrong",
        "The keys do not open with this passphrase.",
        "Type it again. It is this device's own, not the vault's password; without it, move keys.json away and sign in to your server again.");

    public static VaultException NoKeysFor(VaultId vault, KeySet keys) => keys is { Current: null, Staged: null }
        ? KeysMissing()
        : new VaultException(
            "VaultMismatch",
            $"This device holds no keys for the vault {vault}.",
            "Restore the keys.json that belongs to these documents, or sign in to the server that holds this vault.");

    public static VaultException AnotherVault(VaultId shown, VaultId own) => new(
        "VaultMismatch",
        $"The server shows the vault {shown}, but this device belongs to the vault {own}. Nothing was sent.",
        "Check the server's address. If you meant to change vaults, sign in again and join.");

    public static VaultException Rollback(string what, int shown, int known) => new(
        "KeyringRollback",
        $"The server shows an older {what} (generation {shown}) than this device has seen ({known}). Nothing was sent.",
        "The server was restored from a backup or is being tampered with. Ask whoever runs it; local documents are safe.");

    public static VaultException Malformed(string what, string? nextStep = null) => new(
        "VaultMalformed",
        $"The server's vault document cannot be used: {what}.",
        nextStep ?? "Ask whoever runs the server to restore the document aurix-vault; local documents are safe.");

    public static VaultException ProfileMismatch() => new(
        "KdfProfileMismatch",
        "The server's vault document names another way of deriving keys than this device uses.",
        "Update this device. If it is up to date, the server may be trying to weaken your password: do not go on.");

    public static VaultException Rotated() => new(
        "VaultRotated",
        "The vault's keys were replaced on another device. Nothing was sent or taken.",
        "Run 'aurix sync login' with the new password; edits made here meanwhile are kept and sealed anew.");

    public static VaultException ClosedEpochsMissing() => new(
        "ClosedEpochsMissing",
        "The list of what stays valid of the vault's earlier keys is not here yet, so nothing sealed with them can be judged.",
        "Sync again. If it stays missing, sync a device that has the list; local documents are safe.");

    public static VaultException ClosingListInvalid() => new(
        "ClosingListInvalid",
        "The list of what stays valid of the vault's earlier keys is not one that a device of this vault writes.",
        "Update all devices. If they are up to date, replace the keys once more with 'aurix vault rotate'.");

    public static UsageException RotationMissing() => new("RotationMissing", "No replacement of keys was begun.", "Begin with 'aurix vault rotate'.");

    public static VaultException SecretKeyMissing(string database) => new(
        "KdfProfileMismatch",
        $"The vault '{database}' takes a Secret Key beside the password, and this device has none. Nothing was sent.",
        "Give the Secret Key that was printed when the vault was made (S1…), with --secret-key-file.");

    public static VaultException SecretKeyUnwanted(string database) => new(
        "KdfProfileMismatch",
        $"The vault '{database}' takes the password alone: only a database whose name ends in '-sk' goes with a Secret Key. Nothing was sent.",
        "Check the address, or leave the Secret Key out.");

    /// <summary>One text for a wrong password and a tampered slot: nobody can tell them apart.</summary>
    public static VaultException SlotInvalid() => new(
        "SlotInvalid",
        "The vault does not open with this password or recovery code, or was tampered with on the server.",
        "Check the password, the user name and the database name; each of them takes part in the keys.");

    public static VaultException InvitationExpired() => new(
        "InvitationExpired",
        "This invitation's time is over.",
        "Run 'aurix vault invite' again on the other device, and check the clocks of both if it was just made.");

    public static VaultException InvitationGone() => new(
        "InvitationGone",
        "The server shows no slot for this invitation: it was taken back, or its time is over, or the vault is another.",
        "Run 'aurix vault invite' again on the other device.");

    public static VaultException EpochUnknown(int epoch) => new(
        "EpochUnknown",
        $"This device has no key for epoch {epoch}.",
        "Synchronise once to fetch the newer key ring, then try again.");

    /// <summary>Refuses keys of a vault that this device knows newer ones of.</summary>
    public static void ThrowIfOlder(VaultKeys shown, VaultKeys known, ISodium sodium)
    {
        if (shown.Pins.Ring < known.Pins.Ring)
        {
            throw Rollback("key ring", shown.Pins.Ring, known.Pins.Ring);
        }

        if (shown.Pins.Slot < known.Pins.Slot)
        {
            throw Rollback("password slot", shown.Pins.Slot, known.Pins.Slot);
        }

        if (!shown.Extends(known, sodium))
        {
            throw Malformed("its key ring lacks keys that this device has");
        }

        // A ring changes only together with its generation.
        if (shown.Pins.Ring == known.Pins.Ring && (shown.EpochCount != known.EpochCount || shown.Pins.Epoch != known.Pins.Epoch || shown.Closing != known.Closing))
        {
            throw Rollback("key ring", shown.Pins.Ring, known.Pins.Ring);
        }
    }
}
