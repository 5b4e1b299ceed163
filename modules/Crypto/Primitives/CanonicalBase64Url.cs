using System.Buffers;
using System.Buffers.Text;

namespace Aurix.Platform.Crypto.Primitives;

/// <summary>Base64url without padding, in the one spelling that each byte string has.</summary>
/// <remarks>The framework's decoder takes white space, padding and stray low bits; a server could use them to give one envelope many faces.</remarks>
internal static class CanonicalBase64Url
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>How many bytes this many characters stand for, or -1 when no byte string has that many.</summary>
    public static int DecodedLength(int characters) => characters % 4 == 1 ? -1 : (int)((long)characters * 3 / 4);

    /// <summary>Decodes into exactly <paramref name="bytes"/>; false, never an exception, when the text is not the canonical spelling of so many bytes.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (DecodedLength(text.Length) != bytes.Length
            || text.ContainsAnyExcept(Alphabet)
            || Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done
            || written != bytes.Length)
        {
            return false;
        }

        // Only the last, incomplete group can carry bits that mean nothing.
        Span<char> tail = stackalloc char[4];
        var rest = bytes.Length % 3;
        return rest == 0 || tail[..Base64Url.EncodeToChars(bytes[^rest..], tail)].SequenceEqual(text[^(rest + 1)..]);
    }

    /// <summary>The same for UTF-8, as it stands in JSON.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> utf8, Span<byte> bytes)
    {
        // Short fields only, so the widened copy fits the stack; it may be a key's spelling, so it is wiped.
        Span<char> text = stackalloc char[64];
        if (utf8.Length > text.Length)
        {
            return false;
        }

        for (var index = 0; index < utf8.Length; index++)
        {
            text[index] = (char)utf8[index];
        }

        var decoded = TryDecode(text[..utf8.Length], bytes);
        text.Clear();
        return decoded;
    }
}
