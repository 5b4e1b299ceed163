using System.Security.Cryptography;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Login;

/// <summary>Splits S into AUTH, which the server gets, and KEK, which it cannot reach from there (crypto.md §2.3).</summary>
/// <remarks>
/// <code>
/// R = B2b(32, key SK or none, "aurix/1/root" ‖ 00 ‖ mode ‖ S)      mode 0: password alone; 1: with a 16-byte secret key
/// AUTH = KDF(R, "auth")     KEK = KDF(R, "kek")
/// </code>
/// </remarks>
internal sealed class KeySplit(ISodium sodium)
{
    private readonly Kdf _kdf = new(sodium);

    /// <param name="auth">32 bytes.</param>
    /// <param name="kek">32 bytes.</param>
    /// <param name="stretched">S.</param>
    /// <param name="secretKey">Empty for mode 0, 16 bytes for mode 1.</param>
    public void Split(Span<byte> auth, Span<byte> kek, ReadOnlySpan<byte> stretched, ReadOnlySpan<byte> secretKey)
    {
        Span<byte> input = stackalloc byte[14 + GuardedKey.Size];
        Span<byte> root = stackalloc byte[GuardedKey.Size];
        try
        {
            "aurix/1/root\0"u8.CopyTo(input);
            input[13] = secretKey.IsEmpty ? (byte)0 : (byte)1;
            stretched.CopyTo(input[14..]);
            if (secretKey.IsEmpty)
            {
                sodium.Hash(root, input);
            }
            else
            {
                sodium.Mac(root, secretKey, input);
            }

            _kdf.Derive(auth, root, "auth"u8);
            _kdf.Derive(kek, root, "kek"u8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
            CryptographicOperations.ZeroMemory(root);
        }
    }
}
