using System.Security.Cryptography;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>SEAL and OPEN: XChaCha20-Poly1305 whose nonce is the start of a keyed hash of everything sealed (crypto.md §3.1).</summary>
/// <remarks>
/// <code>
/// V = BLAKE2b-256(KDF(K,"siv"), LE64(|A|) ‖ A ‖ P)
/// C = XChaCha20-Poly1305(KDF(K,"enc"), nonce V[0..24], ad A, P)
/// </code>
/// Deterministic: two devices that seal the same thing make the same bytes. A nonce repeats only for identical input.
/// V also commits to key and context, which Poly1305 alone does not: a ciphertext made to open under two keys fails here.
/// </remarks>
internal sealed class Sealer(ISodium sodium)
{
    /// <summary>The length of V.</summary>
    public const int SivSize = 32;

    /// <summary>How much longer C is than P.</summary>
    public const int TagSize = 16;

    private const int NonceSize = 24;

    private readonly Kdf _kdf = new(sodium);

    /// <summary>V alone: all that a revision's or a chunk's name needs.</summary>
    public void ComputeSiv(Span<byte> siv, ReadOnlySpan<byte> key, SealFrame frame)
    {
        Span<byte> subkey = stackalloc byte[GuardedKey.Size];
        try
        {
            _kdf.Derive(subkey, key, "siv"u8);
            sodium.Mac(siv, subkey, frame.All);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(subkey);
        }
    }

    /// <summary>V and C of a frame whose context and plaintext are in place.</summary>
    public void Seal(Span<byte> siv, Span<byte> ciphertext, ReadOnlySpan<byte> key, SealFrame frame)
    {
        Span<byte> subkey = stackalloc byte[GuardedKey.Size];
        try
        {
            ComputeSiv(siv, key, frame);
            _kdf.Derive(subkey, key, "enc"u8);
            sodium.Encrypt(ciphertext, frame.Plaintext, siv[..NonceSize], subkey, frame.Associated);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(subkey);
        }
    }

    /// <summary>Decrypts into the frame's plaintext and checks it against all 32 bytes of V.</summary>
    /// <returns>Null, or the code of the refusal; then the plaintext was wiped.</returns>
    public string? Open(ReadOnlySpan<byte> siv, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> key, SealFrame frame)
    {
        Span<byte> subkey = stackalloc byte[GuardedKey.Size];
        Span<byte> computed = stackalloc byte[SivSize];
        try
        {
            _kdf.Derive(subkey, key, "enc"u8);
            var refusal = RejectionCodes.AuthFailed;
            if (sodium.TryDecrypt(frame.Plaintext, ciphertext, siv[..NonceSize], subkey, frame.Associated))
            {
                ComputeSiv(computed, key, frame);
                refusal = sodium.AreEqual(siv, computed) ? null : RejectionCodes.SivMismatch;
            }

            if (refusal is not null)
            {
                CryptographicOperations.ZeroMemory(frame.Plaintext);
            }

            return refusal;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(subkey);
        }
    }
}
