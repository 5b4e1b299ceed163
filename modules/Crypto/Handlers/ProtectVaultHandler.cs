using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>A random salt, a passphrase's key, and the keys sealed under it.</summary>
internal sealed class ProtectVaultHandler(KeyCabinet cabinet, PassphraseKey passphrase, ISodium sodium) : IRequestHandler<ProtectVault, KeyProtection>
{
    public Task<KeyProtection> Handle(ProtectVault request, CancellationToken cancellationToken)
    {
        var salt = new byte[PasswordStretcher.SaltSize];
        sodium.Random(salt);
        return passphrase.UseAsync(request.Passphrase, salt, key => cabinet.Protect(key.Bytes, salt), cancellationToken);
    }
}
