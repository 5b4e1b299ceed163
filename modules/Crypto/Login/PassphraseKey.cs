using System.Security.Cryptography;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Login;

/// <summary>From this device's passphrase to the key that opens its lock: <c>KDF(Argon2id(P1, passphrase, salt), "lock")</c>.</summary>
internal sealed class PassphraseKey(PasswordStretcher stretcher, ISodium sodium)
{
    private readonly Kdf _kdf = new(sodium);

    /// <summary>Works with the key, which is wiped afterwards.</summary>
    public async Task<T> UseAsync<T>(Secret passphrase, byte[] salt, Func<GuardedKey, T> work, CancellationToken cancellationToken)
    {
        using var normal = PasswordNormaliser.Normalise(passphrase);
        using var key = await stretcher.InTurnAsync(() => Derive(normal, salt), cancellationToken);
        return work(key);
    }

    private GuardedKey Derive(Secret normal, byte[] salt)
    {
        Span<byte> stretched = stackalloc byte[GuardedKey.Size];
        try
        {
            stretcher.Stretch(stretched, normal, salt);
            return _kdf.Derive(stretched, "lock"u8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(stretched);
        }
    }
}
