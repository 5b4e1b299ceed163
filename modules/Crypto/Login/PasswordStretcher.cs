using System.Buffers.Binary;
using System.Text;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Login;

/// <summary>From a normalised password to S: Argon2id under a salt made of the address (crypto.md §2.2, profile P1).</summary>
/// <remarks>The numbers are compiled in. None comes from a server, and there is no second try with cheaper ones.</remarks>
internal sealed class PasswordStretcher(ISodium sodium)
{
    public const int SaltSize = 16;

    /// <summary>t = 3 and m = 256 MiB: libsodium's MODERATE, above OWASP's floor of 46 MiB; about 0.7 s. Less would cheapen every guess.</summary>
    private const int Passes = 3;

    private const int MemoryBytes = 256 << 20;

    /// <summary>S. Takes about a second and 256 MiB; once at a time per caller.</summary>
    public void Stretch(Span<byte> stretched, Secret normalised, LoginAddress address)
    {
        Span<byte> salt = stackalloc byte[SaltSize];
        Salt(salt, address);
        sodium.Argon2id(stretched, normalised.Utf8, salt, Passes, MemoryBytes);
    }

    /// <summary><c>B2b(16, "aurix/1/salt" ‖ 00 ‖ LE32(|user|) ‖ user ‖ LE32(|db|) ‖ db)</c>.</summary>
    public void Salt(Span<byte> salt, LoginAddress address)
    {
        Span<byte> input = stackalloc byte[160]; // 13 + 4 + 64 + 4 + 63 at most
        var prefix = "aurix/1/salt\0"u8;
        prefix.CopyTo(input);
        var length = prefix.Length;
        foreach (var part in (ReadOnlySpan<string>)[address.User, address.Database])
        {
            BinaryPrimitives.WriteInt32LittleEndian(input[length..], part.Length);
            length += 4 + Encoding.ASCII.GetBytes(part, input[(length + 4)..]);
        }

        sodium.Hash(salt, input[..length]);
    }
}
