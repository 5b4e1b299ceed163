using Aurix.Platform.Crypto.Primitives;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Both bindings and the JavaScript side share libsodium. These hold it against the standards and against BouncyCastle.</summary>
public sealed class CrossCheckTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(index => (byte)(index * 7))];

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void Blake2b_of_abc_is_as_in_RFC_7693(string binding)
    {
        var hash = new byte[64];
        Vectors.Binding(binding).Hash(hash, "abc"u8);

        Assert.Equal(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
            Convert.ToHexStringLower(hash));
    }

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void XChaCha20_Poly1305_is_as_in_the_draft(string binding)
    {
        // draft-irtf-cfrg-xchacha-03, appendix A.3.1.
        var key = Convert.FromHexString("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
        var nonce = Convert.FromHexString("404142434445464748494a4b4c4d4e4f5051525354555657");
        var associated = Convert.FromHexString("50515253c0c1c2c3c4c5c6c7");
        var plaintext = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."u8;
        var ciphertext = new byte[plaintext.Length + 16];
        Vectors.Binding(binding).Encrypt(ciphertext, plaintext, nonce, key, associated);

        Assert.Equal("c0875924c1c7987947deafd8780acf49", Convert.ToHexStringLower(ciphertext.AsSpan(plaintext.Length)));
        Assert.StartsWith("bd6d179d3e83d43b9576579493c0e939", Convert.ToHexStringLower(ciphertext), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Geralt", 0)]
    [InlineData("Geralt", 1000)]
    [InlineData("Sodium.Core", 0)]
    [InlineData("Sodium.Core", 1000)]
    public void BouncyCastle_computes_the_same_hashes(string binding, int length)
    {
        var sodium = Vectors.Binding(binding);
        var message = Message(length);
        foreach (var size in (int[])[16, 32])
        {
            var (plain, keyed, expected) = (new byte[size], new byte[size], new byte[size]);
            sodium.Hash(plain, message);
            sodium.Mac(keyed, Key, message);

            Digest(new Blake2bDigest(null, size, null, null), message, expected);
            Assert.Equal(expected, plain);
            Digest(new Blake2bDigest(Key, size, null, null), message, expected);
            Assert.Equal(expected, keyed);
        }
    }

    [Theory]
    [InlineData("Geralt", 0)]
    [InlineData("Geralt", 5000)]
    [InlineData("Sodium.Core", 0)]
    [InlineData("Sodium.Core", 5000)]
    public void BouncyCastle_encrypts_to_the_same_bytes_and_opens_them(string binding, int length)
    {
        var sodium = Vectors.Binding(binding);
        var (message, nonce, associated) = (Message(length), Message(24), Message(37));
        var (ciphertext, expected, opened) = (new byte[length + 16], new byte[length + 16], new byte[length]);
        sodium.Encrypt(ciphertext, message, nonce, Key, associated);

        var cipher = new XChaCha20Poly1305();
        cipher.Init(true, new AeadParameters(new KeyParameter(Key), 128, nonce, associated));
        cipher.DoFinal(expected, cipher.ProcessBytes(message, 0, length, expected, 0));
        Assert.Equal(expected, ciphertext);
        Assert.True(sodium.TryDecrypt(opened, expected, nonce, Key, associated));
        Assert.Equal(message, opened);
        expected[^1] ^= 1;
        Assert.False(sodium.TryDecrypt(opened, expected, nonce, Key, associated));
    }

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void BouncyCastle_stretches_to_the_same_key(string binding)
    {
        // A sixteenth of the product's memory: the managed implementation is slow, and the algorithm is the same.
        const int MemoryBytes = 16 << 20;
        var (stretched, expected) = (new byte[32], new byte[32]);
        Vectors.Binding(binding).Argon2id(stretched, "correct horse"u8, Message(16), 3, MemoryBytes);

        var generator = new Argon2BytesGenerator();
        generator.Init(new Argon2Parameters.Builder(Argon2Parameters.Argon2id)
            .WithVersion(Argon2Parameters.Version13)
            .WithIterations(3)
            .WithMemoryAsKB(MemoryBytes / 1024)
            .WithParallelism(1)
            .WithSalt(Message(16))
            .Build());
        generator.GenerateBytes("correct horse"u8.ToArray(), expected);
        Assert.Equal(expected, stretched);
    }

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void A_hash_key_too_short_to_be_one_is_refused_and_not_ignored(string binding) =>
        Assert.ThrowsAny<ArgumentException>(() => Vectors.Binding(binding).Mac(new byte[32], [], "message"u8));

    [Theory]
    [MemberData(nameof(Vectors.Bindings), MemberType = typeof(Vectors))]
    public void Random_bytes_differ_and_comparison_tells_equal_from_unequal(string binding)
    {
        var sodium = Vectors.Binding(binding);
        var (one, other) = (new byte[32], new byte[32]);
        sodium.Random(one);
        sodium.Random(other);

        Assert.False(sodium.AreEqual(one, other));
        Assert.True(sodium.AreEqual(one, one.ToArray()));
    }

    private static byte[] Message(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)((index * 13) + (index >> 8)))];

    private static void Digest(Blake2bDigest digest, byte[] message, byte[] hash)
    {
        digest.BlockUpdate(message, 0, message.Length);
        digest.DoFinal(hash, 0);
    }
}
