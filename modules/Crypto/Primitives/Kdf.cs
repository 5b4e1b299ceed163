using System.Security.Cryptography;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>One key from another: <c>KDF(K, label, ctx) = BLAKE2b-256(key K, "aurix/1/" ‖ label ‖ 0x00 ‖ ctx)</c> (crypto.md §2).</summary>
internal sealed class Kdf(ISodium sodium)
{
    // The longest label has 8 bytes, the longest context 32.
    private const int MaxInput = 64;

    public void Derive(Span<byte> output, ReadOnlySpan<byte> key, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context = default)
    {
        Span<byte> input = stackalloc byte[MaxInput];
        var prefix = "aurix/1/"u8;
        prefix.CopyTo(input);
        label.CopyTo(input[prefix.Length..]);
        var start = prefix.Length + label.Length + 1;
        input[start - 1] = 0;
        context.CopyTo(input[start..]);
        sodium.Mac(output, key, input[..(start + context.Length)]);
    }

    /// <summary>A derived key in guarded memory, for keeping.</summary>
    public GuardedKey Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> label)
    {
        Span<byte> derived = stackalloc byte[GuardedKey.Size];
        try
        {
            Derive(derived, key, label);
            return new GuardedKey(derived);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(derived);
        }
    }
}
