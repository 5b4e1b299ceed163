using System.Collections.Concurrent;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>The real thing, which stretches each password once for the whole test run: a stretch takes most of a second.</summary>
internal sealed class RememberingSodium : ISodium
{
    private static readonly ConcurrentDictionary<string, Lazy<byte[]>> Stretched = new();
    private readonly CoreSodium _inner = new();

    public void Argon2id(Span<byte> key, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int passes, int memoryBytes)
    {
        var (length, typed, seasoned) = (key.Length, password.ToArray(), salt.ToArray());
        var name = $"{Convert.ToHexString(typed)}/{Convert.ToHexString(seasoned)}/{passes}/{memoryBytes}/{length}";
        Stretched.GetOrAdd(name, _ => new Lazy<byte[]>(() =>
        {
            var fresh = new byte[length];
            _inner.Argon2id(fresh, typed, seasoned, passes, memoryBytes);
            return fresh;
        })).Value.CopyTo(key);
    }

    public void Random(Span<byte> destination) => _inner.Random(destination);

    public void Hash(Span<byte> hash, ReadOnlySpan<byte> message) => _inner.Hash(hash, message);

    public void Mac(Span<byte> tag, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message) => _inner.Mac(tag, key, message);

    public void Encrypt(Span<byte> ciphertext, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated) =>
        _inner.Encrypt(ciphertext, plaintext, nonce, key, associated);

    public bool TryDecrypt(Span<byte> plaintext, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated) =>
        _inner.TryDecrypt(plaintext, ciphertext, nonce, key, associated);

    public bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => _inner.AreEqual(left, right);
}
