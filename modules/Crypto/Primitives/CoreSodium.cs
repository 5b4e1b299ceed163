using System.Security.Cryptography;
using Sodium;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>The binding for key work, where a call is rare and an array more or less does not matter.</summary>
/// <remarks>
/// Its API takes and returns arrays. Each copy made here is wiped here. Its defaults are never used: they are Argon2i with
/// 16 bytes of output, and a null hash key means "unkeyed".
/// </remarks>
internal sealed class CoreSodium : ISodium
{
    public void Random(Span<byte> destination) => Give(SodiumCore.GetRandomBytes(destination.Length), destination);

    public void Argon2id(Span<byte> key, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int passes, int memoryBytes)
    {
        var copy = Take(password);
        try
        {
            Give(PasswordHash.ArgonHashBinary(copy, salt.ToArray(), passes, memoryBytes, key.Length, PasswordHash.ArgonAlgorithm.Argon_2ID13), key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    public void Hash(Span<byte> hash, ReadOnlySpan<byte> message) => Give(GenericHash.Hash(message.ToArray(), (byte[]?)null, hash.Length), hash);

    public void Mac(Span<byte> tag, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(key.Length, 16, nameof(key));
        var keyCopy = Take(key);
        var messageCopy = Take(message);
        try
        {
            Give(GenericHash.Hash(messageCopy, keyCopy, tag.Length), tag);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keyCopy);
            CryptographicOperations.ZeroMemory(messageCopy);
        }
    }

    public void Encrypt(Span<byte> ciphertext, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated)
    {
        var keyCopy = Take(key);
        var plainCopy = Take(plaintext);
        try
        {
            Give(SecretAeadXChaCha20Poly1305.Encrypt(plainCopy, nonce.ToArray(), keyCopy, associated.ToArray()), ciphertext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keyCopy);
            CryptographicOperations.ZeroMemory(plainCopy);
        }
    }

    public bool TryDecrypt(Span<byte> plaintext, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated)
    {
        var keyCopy = Take(key);
        try
        {
            Give(SecretAeadXChaCha20Poly1305.Decrypt(ciphertext.ToArray(), nonce.ToArray(), keyCopy, associated.ToArray()), plaintext);
            return true;
        }
        catch (CryptographicException)
        {
            // The binding's only way to say that the tag does not fit. Lengths were checked by the caller.
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keyCopy);
        }
    }

    public bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(left, right);

    /// <summary>A pinned copy, so that the garbage collector moves no secret around.</summary>
    private static byte[] Take(ReadOnlySpan<byte> bytes)
    {
        var copy = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(copy);
        return copy;
    }

    private static void Give(byte[] result, Span<byte> destination)
    {
        try
        {
            result.CopyTo(destination);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(result);
        }
    }
}
