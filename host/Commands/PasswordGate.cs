using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Commands;

/// <summary>Refuses a new password that a thief of the server's disk could guess: less than 60 bits by a simple count.</summary>
/// <remarks>
/// The count is deliberately low. A run of three or more letters is a word and worth 12 bits, whatever its letters and case, and nothing when it was there
/// already: five random words pass, four do not. Of what is between words, a digit is worth 3 bits and every other character 5, blanks and dashes nothing.
/// It knows no dictionary and no keyboard; a famous quotation passes. The stretching (Argon2id with 256 MiB) comes on top.
/// The only port of zxcvbn that our package registry serves gives "aurix aurix aurix" 85 bits, so it is not used.
/// </remarks>
internal static class PasswordGate
{
    private const int Enough = 60;
    private const int WordBits = 12;
    private const int DigitBits = 3;
    private const int OtherBits = 5;
    private const int ShortestWord = 3;

    /// <exception cref="UsageException"><c>PasswordWeak</c>.</exception>
    public static void Check(Secret password, bool anyway)
    {
        if (anyway)
        {
            return;
        }

        var text = password.Reveal(); // the one place where a password becomes a string: it is gone with this command's process
        if (Bits(text) < Enough)
        {
            throw new UsageException(
                "PasswordWeak",
                "This password could be guessed by somebody who steals the server's disk.",
                "Take five or more random words, or 16 random characters. --weak-password-anyway takes it all the same.");
        }
    }

    public static int Bits(string text)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var bits = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }

            if (end - start >= ShortestWord)
            {
                bits += seen.Add(text[start..end]) ? WordBits : 0;
                start = end;
                continue;
            }

            bits += text[start] is ' ' or '-' ? 0 : char.IsDigit(text[start]) ? DigitBits : OtherBits;
            start++;
        }

        return bits;
    }
}
