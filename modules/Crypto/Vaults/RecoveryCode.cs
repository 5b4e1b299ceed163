using System.Security.Cryptography;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>The recovery key as something a person can write down: 60 characters in twelve groups of five.</summary>
/// <remarks>
/// <code>
/// R1 ‖ 52 characters of key (32 bytes and 4 zero bits) ‖ 6 characters of checksum
/// </code>
/// Crockford's base32: no I, L, O, U; small letters are taken, O reads as 0, I and L as 1, dashes and blanks are skipped.
/// The checksum is Bech32's BCH code (BIP 173) over all before it: it finds any four wrong characters, not just most of them.
/// </remarks>
internal static class RecoveryCode
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 60;
    private const int Group = 5;
    private const int PrefixLength = 2;
    private const int CheckLength = 6;

    /// <summary>The code of a 32-byte key.</summary>
    public static Secret Format(ReadOnlySpan<byte> key)
    {
        Span<byte> symbols = stackalloc byte[Length];
        Span<byte> text = stackalloc byte[Length + (Length / Group) - 1];
        try
        {
            Prefix(symbols);
            for (var bit = 0; bit < key.Length * 8; bit++)
            {
                symbols[PrefixLength + (bit / 5)] |= (byte)(((key[bit / 8] >> (7 - (bit % 8))) & 1) << (4 - (bit % 5)));
            }

            var check = PolyMod(symbols) ^ 1;
            for (var index = 0; index < CheckLength; index++)
            {
                symbols[^(CheckLength - index)] = (byte)((check >> (5 * (CheckLength - 1 - index))) & 31);
            }

            text.Fill((byte)'-');
            for (var index = 0; index < Length; index++)
            {
                text[index + (index / Group)] = (byte)Alphabet[symbols[index]];
            }

            return new Secret(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(symbols);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    /// <summary>Reads a code as a person typed it.</summary>
    /// <exception cref="UsageException"><c>RecoveryCodeInvalid</c>: mistyped. Found out here, without asking any server.</exception>
    public static void Parse(Secret code, Span<byte> key)
    {
        Span<byte> symbols = stackalloc byte[Length];
        Span<byte> expected = stackalloc byte[PrefixLength];
        try
        {
            Prefix(expected);
            if (!TrySymbols(code.Utf8, symbols) || !symbols.StartsWith(expected) || PolyMod(symbols) != 1 || (symbols[^(CheckLength + 1)] & 15) != 0)
            {
                throw new UsageException("RecoveryCodeInvalid", "The recovery code was mistyped: its checksum does not fit.", "Compare it with the printed code, group by group.");
            }

            key.Clear();
            for (var bit = 0; bit < GuardedKey.Size * 8; bit++)
            {
                key[bit / 8] |= (byte)(((symbols[PrefixLength + (bit / 5)] >> (4 - (bit % 5))) & 1) << (7 - (bit % 8)));
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(symbols);
        }
    }

    private static void Prefix(Span<byte> symbols)
    {
        symbols.Clear();
        symbols[0] = (byte)Alphabet.IndexOf('R', StringComparison.Ordinal);
        symbols[1] = 1;
    }

    private static bool TrySymbols(ReadOnlySpan<byte> typed, Span<byte> symbols)
    {
        var count = 0;
        foreach (var character in typed)
        {
            if (character is (byte)'-' or (byte)' ')
            {
                continue;
            }

            var upper = char.ToUpperInvariant((char)character);
            var value = upper switch { 'O' => 0, 'I' or 'L' => 1, _ => Alphabet.IndexOf(upper, StringComparison.Ordinal) };
            if (value < 0 || count == Length)
            {
                return false;
            }

            symbols[count++] = (byte)value;
        }

        return count == Length;
    }

    /// <summary>Bech32's checksum polynomial; 1 for a sequence that ends with its own checksum.</summary>
    private static uint PolyMod(ReadOnlySpan<byte> symbols)
    {
        ReadOnlySpan<uint> generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var state = 1u;
        foreach (var symbol in symbols)
        {
            var top = state >> 25;
            state = ((state & 0x1ffffff) << 5) ^ symbol;
            for (var bit = 0; bit < generator.Length; bit++)
            {
                state ^= ((top >> bit) & 1) == 0 ? 0 : generator[bit];
            }
        }

        return state;
    }
}
