using System.Security.Cryptography;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>The binding for bulk work: spans in, spans out, no garbage.</summary>
internal sealed class GeraltSodium : ISodium
{
    public void Random(Span<byte> destination) => Geralt.SecureRandom.Fill(destination);

    public void Argon2id(Span<byte> key, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int passes, int memoryBytes) =>
        Geralt.Argon2id.DeriveKey(key, password, salt, passes, memoryBytes);

    public void Hash(Span<byte> hash, ReadOnlySpan<byte> message) => Geralt.BLAKE2b.ComputeHash(hash, message);

    public void Mac(Span<byte> tag, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message) => Geralt.BLAKE2b.ComputeTag(tag, message, key);

    public void Encrypt(Span<byte> ciphertext, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated) =>
        Geralt.XChaCha20Poly1305.Encrypt(ciphertext, plaintext, nonce, key, associated);

    public bool TryDecrypt(Span<byte> plaintext, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated)
    {
        try
        {
            Geralt.XChaCha20Poly1305.Decrypt(plaintext, ciphertext, nonce, key, associated);
            return true;
        }
        catch (CryptographicException)
        {
            // The binding's only way to say that the tag does not fit. Lengths were checked by the caller.
            return false;
        }
    }

    public bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Geralt.ConstantTime.Equals(left, right);
}
