using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Opens the lock with the passphrase. Damage is found before anybody waits for a stretch.</summary>
internal sealed class UnlockVaultHandler(KeyCabinet cabinet, KeyFile file, PassphraseKey passphrase) : IRequestHandler<UnlockVault, KeyProtection>
{
    public Task<KeyProtection> Handle(UnlockVault request, CancellationToken cancellationToken)
    {
        var protection = file.ReadProtection() ?? throw new UsageException("KeysNotProtected", "The keys of this device are not protected by a passphrase.", "There is nothing to unlock; 'aurix vault protect' sets one.");
        return passphrase.UseAsync(request.Passphrase, protection.Salt, key => cabinet.Unlock(key.Bytes, protection, request.Share), cancellationToken);
    }
}
