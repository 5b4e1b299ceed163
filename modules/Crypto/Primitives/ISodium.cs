namespace Aurix.Platform.Crypto.Primitives;

/// <summary>Everything this house asks of libsodium. Nothing else in it calls a cryptographic library.</summary>
/// <remarks>
/// Two bindings of the same native library stand behind it: <see cref="GeraltSodium"/> for bulk, <see cref="CoreSodium"/> for
/// key work (ADR 0003). Both give the same bytes for every method; every vector runs through both. Thread-safe.
/// </remarks>
internal interface ISodium
{
    /// <summary>Fills with bytes that nobody can predict.</summary>
    void Random(Span<byte> destination);

    /// <summary>Argon2id version 1.3 with one lane (RFC 9106).</summary>
    /// <param name="key">The output.</param>
    /// <param name="password">Normalised already.</param>
    /// <param name="salt">16 bytes.</param>
    /// <param name="passes">t.</param>
    /// <param name="memoryBytes">m, in bytes.</param>
    void Argon2id(Span<byte> key, ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int passes, int memoryBytes);

    /// <summary>BLAKE2b without a key (RFC 7693); the length of <paramref name="hash"/> is part of the hash.</summary>
    void Hash(Span<byte> hash, ReadOnlySpan<byte> message);

    /// <summary>BLAKE2b with a key of 16 to 64 bytes. A separate method, so that a missing key can never mean "no key".</summary>
    void Mac(Span<byte> tag, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message);

    /// <summary>XChaCha20-Poly1305-IETF. The ciphertext is 16 bytes longer than the plaintext.</summary>
    void Encrypt(Span<byte> ciphertext, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated);

    /// <summary>The reverse, answering false when the tag does not fit. What then lies in <paramref name="plaintext"/> means nothing.</summary>
    bool TryDecrypt(Span<byte> plaintext, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key, ReadOnlySpan<byte> associated);

    /// <summary>Whether two byte strings of equal length are equal, in a time that does not depend on where they differ.</summary>
    bool AreEqual(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);
}
