namespace Aurix.Platform.Merging.Text;

/// <summary>Cuts a text into the pieces that are compared. The pieces side by side are the text again, whatever it holds.</summary>
/// <remarks>
/// The rules are frozen as <c>tok/1</c>: two devices must cut alike, so nothing here asks the runtime's culture or Unicode tables.
/// <code>
/// token    = blanks core | blanks           blanks alone only at the very end
/// blanks   = (space | tab)*                 leading, so that words appended to a text are a pure insertion
/// core     = newline | single glued* | word
/// newline  = CR LF | LF | CR
/// word     = (A-Z a-z 0-9 _ | what is not ASCII and not a single) and what is glued to it
/// single   = other ASCII | CJK (<see cref="IsSingle"/>)
/// glued    = <see cref="GlueTable"/>, and what is not ASCII after a zero width joiner; a word there goes on as a word
/// </code>
/// </remarks>
internal static class Tokeniser
{
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Where the token that starts at <paramref name="start"/> ends.</summary>
    public static int EndOfToken(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at == text.Length ? at : EndOfCore(text, at);
    }

    /// <summary>Where the line that starts at <paramref name="start"/> ends, with its newline.</summary>
    public static int EndOfLine(ReadOnlySpan<char> text, int start)
    {
        var newline = text[start..].IndexOfAny('\n', '\r');
        return newline < 0 ? text.Length : EndOfNewline(text, start + newline);
    }

    /// <summary>How many tokens a text has, counted up to <paramref name="enough"/>.</summary>
    public static int Count(ReadOnlySpan<char> text, int enough)
    {
        var count = 0;
        for (var at = 0; at < text.Length && count < enough; count++)
        {
            at = EndOfToken(text, at);
        }

        return count;
    }

    /// <summary>Whether a text begins with a word that would go on one before it.</summary>
    public static bool BeginsWithWord(ReadOnlySpan<char> text)
    {
        var at = 0;
        return !text.IsEmpty && IsWord(CodePoint(text, ref at));
    }

    /// <summary>Whether a text ends with a word.</summary>
    /// <param name="last">Its last code unit.</param>
    /// <param name="beforeLast">The one before, if there is one.</param>
    public static bool EndsWithWord(char last, char beforeLast) =>
        IsWord(char.IsSurrogatePair(beforeLast, last) ? char.ConvertToUtf32(beforeLast, last) : last);

    private static int EndOfNewline(ReadOnlySpan<char> text, int at) =>
        text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? at + 2 : at + 1;

    private static int EndOfCore(ReadOnlySpan<char> text, int at)
    {
        if (text[at] is '\n' or '\r')
        {
            return EndOfNewline(text, at);
        }

        var last = CodePoint(text, ref at);
        var isWord = IsWord(last);
        while (at < text.Length)
        {
            // Nearly every word of a Latin text goes by here.
            if (text[at] < 0x80)
            {
                if (!isWord || !IsWord(text[at]))
                {
                    return at;
                }

                last = text[at++];
                continue;
            }

            var after = at;
            var next = CodePoint(text, ref after);
            if (!(isWord && IsWord(next)) && last != ZeroWidthJoiner && !GlueTable.Contains(next))
            {
                return at;
            }

            isWord |= last == ZeroWidthJoiner && IsWord(next); // what it joins may be the first half of a flag
            (at, last) = (after, next);
        }

        return at;
    }

    // Half a surrogate pair stands for itself: it is a word's part like any other.
    private static int CodePoint(ReadOnlySpan<char> text, ref int at)
    {
        var unit = text[at++];
        return char.IsHighSurrogate(unit) && at < text.Length && char.IsLowSurrogate(text[at])
            ? char.ConvertToUtf32(unit, text[at++])
            : unit;
    }

    private static bool IsWord(int codePoint) =>
        codePoint < 0x80 ? char.IsAsciiLetterOrDigit((char)codePoint) || codePoint == '_' : !IsSingle(codePoint);

    /// <summary>Whether a code point beyond ASCII is a token of its own: the scripts that put no blanks between words, with their punctuation and wide forms.</summary>
    /// <remarks>Han, Kana, Bopomofo. Not Hangul, which has blanks.</remarks>
    private static bool IsSingle(int codePoint) => codePoint is
        (>= 0x2E80 and <= 0x30FF) // radicals, ideographic description, CJK punctuation, Hiragana, Katakana
        or (>= 0x3100 and <= 0x312F) or (>= 0x31A0 and <= 0x4DBF) // Bopomofo, strokes, enclosed and squared forms, extension A
        or (>= 0x4E00 and <= 0x9FFF) // unified ideographs
        or (>= 0xF900 and <= 0xFAFF) // compatibility ideographs
        or (>= 0xFE30 and <= 0xFE4F) or (>= 0xFF00 and <= 0xFFEF) // vertical, halfwidth and fullwidth forms
        or (>= 0x1B000 and <= 0x1B16F) // old and small Kana
        or (>= 0x20000 and <= 0x3FFFD); // extensions B and on
}
