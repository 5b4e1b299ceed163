using System.Security.Cryptography;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>A key as something a person can write down and type: groups of five characters that know when one of them is wrong.</summary>
/// <remarks>
/// <code>
/// letter ‖ 1 ‖ the key, five bits a character, zero bits at the end ‖ 6 characters of checksum
/// </code>
/// Crockford's base32: no I, L, O, U; small letters are taken, O reads as 0, I and L as 1, dashes and blanks are skipped.
/// The checksum is Bech32's BCH code (BIP 173) over all before it: up to 90 characters it finds any four wrong ones, not just most.
/// The letter is under it too, so that one kind of code is never read as another.
/// </remarks>
internal sealed class PrintedKey
{
    /// <summary>Opens the vault without the password: 60 characters.</summary>
    public static readonly PrintedKey Recovery = new('R', 32, "RecoveryCodeInvalid", "recovery code");

    /// <summary>Takes part in the keys beside the password: 34 characters.</summary>
    public static readonly PrintedKey SecretKey = new('S', 16, "SecretKeyInvalid", "Secret Key");

    /// <summary>Lets one more device in: 85 characters.</summary>
    public static readonly PrintedKey Invitation = new('N', 48, "InvitationInvalid", "invitation");

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Group = 5;
    private const int PrefixLength = 2;
    private const int CheckLength = 6;
    private const int MostCharacters = 90; // BIP 173: beyond, the checksum promises less

    private readonly char _letter;
    private readonly string _errorCode;
    private readonly string _name;
    private readonly int _dataLength;

    private PrintedKey(char letter, int size, string errorCode, string name)
    {
        (_letter, Size, _errorCode, _name) = (letter, size, errorCode, name);
        _dataLength = ((size * 8) + 4) / 5;
    }

    /// <summary>The key's length in bytes.</summary>
    public int Size { get; }

    private int Length => PrefixLength + _dataLength + CheckLength;

    /// <summary>The code of a key.</summary>
    public Secret Format(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Size, nameof(key));
        Span<byte> symbols = stackalloc byte[MostCharacters];
        Span<byte> text = stackalloc byte[2 * MostCharacters];
        try
        {
            symbols = symbols[..Length];
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

            text = text[..(Length + ((Length - 1) / Group))];
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
    /// <exception cref="UsageException">Mistyped, or a code of another kind. Found out here, without asking any server.</exception>
    public void Parse(Secret code, Span<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, Size, nameof(key));
        Span<byte> symbols = stackalloc byte[MostCharacters];
        Span<byte> expected = stackalloc byte[PrefixLength];
        try
        {
            symbols = symbols[..Length];
            Prefix(expected);
            var spare = (1 << ((_dataLength * 5) - (Size * 8))) - 1;
            if (!TrySymbols(code.Utf8, symbols) || !symbols.StartsWith(expected) || PolyMod(symbols) != 1 || (symbols[^(CheckLength + 1)] & spare) != 0)
            {
                throw new UsageException(
                    _errorCode,
                    $"The {_name} was mistyped: its checksum does not fit.",
                    $"Compare it with the printed code, group by group; it begins with {_letter}1 and has {Length} characters. Nothing was sent.");
            }

            key.Clear();
            for (var bit = 0; bit < Size * 8; bit++)
            {
                key[bit / 8] |= (byte)(((symbols[PrefixLength + (bit / 5)] >> (4 - (bit % 5))) & 1) << (7 - (bit % 8)));
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(symbols);
        }
    }

    private void Prefix(Span<byte> symbols)
    {
        symbols.Clear();
        symbols[0] = (byte)Alphabet.IndexOf(_letter, StringComparison.Ordinal);
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
            if (value < 0 || count == symbols.Length)
            {
                return false;
            }

            symbols[count++] = (byte)value;
        }

        return count == symbols.Length;
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
