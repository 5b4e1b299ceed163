using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>Reads a vault document that a server shows this device, and takes in what is newer in it.</summary>
internal sealed class VaultIntake(KeyCabinet cabinet, VaultCheck check)
{
    /// <summary>The document, checked against the keys of this device; a newer ring of it is kept.</summary>
    /// <exception cref="VaultException"><c>VaultMismatch</c>, <c>KeyringRollback</c>, <c>VaultMalformed</c>, <c>KdfProfileMismatch</c>.</exception>
    public (VaultDocument Document, VaultDescription Vault) Read(RemoteName remote, Documents.BodyBytes shown)
    {
        var document = VaultDocument.Read(shown);
        var database = cabinet.WithAccount(remote, account => account.Database);
        if (database is not null && LoginAddress.ModeOf(database) != document.Mode)
        {
            throw VaultErrors.ProfileMismatch();
        }

        var (newer, known) = Compare(document, cabinet.SlotPin(remote, document.Vault));
        return (document, newer is null ? known : cabinet.Admit(newer));
    }

    // The lease must end before the cabinet can take the newer keys in.
    private (VaultKeys? Newer, VaultDescription Known) Compare(VaultDocument document, int pin)
    {
        using var lease = cabinet.Use();
        return (check.Run(document, lease.Keys, pin), lease.Keys.Describe());
    }
}
