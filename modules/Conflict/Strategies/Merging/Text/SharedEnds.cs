namespace Aurix.Platform.Merging.Text;

/// <summary>What two insertions at one place have in common at their ends, and so stands once.</summary>
/// <remarks>
/// Within a line that is words. Insertions of lines share whole lines that say something: the full stop at the end of two paragraphs is not
/// one full stop, nor is the empty line before each of them one empty line. Joined by those, two paragraphs would become one.
/// </remarks>
internal static class SharedEnds
{
    public static (int Prefix, int Suffix) Of(CutText early, Hunk first, CutText late, Hunk second)
    {
        ReadOnlySpan<int> one = early.Symbols.AsSpan(first.From..first.To);
        ReadOnlySpan<int> other = late.Symbols.AsSpan(second.From..second.To);
        var prefix = one.CommonPrefixLength(other);
        if (prefix == one.Length && prefix == other.Length)
        {
            return (prefix, 0);
        }

        var suffix = 0;
        while (suffix < Math.Min(one.Length, other.Length) - prefix && one[^(suffix + 1)] == other[^(suffix + 1)])
        {
            suffix++;
        }

        return HasLines(early, first) || HasLines(late, second) ? (WholeLinesBefore(early, first.From, prefix), WholeLinesAfter(early, first, suffix)) : (prefix, suffix);
    }

    /// <summary>As many of the first tokens as are whole lines; none when these are empty.</summary>
    private static int WholeLinesBefore(CutText cut, int from, int tokens)
    {
        while (tokens > 0 && !EndsLine(cut, from + tokens - 1))
        {
            tokens--;
        }

        return SaysSomething(cut, from, from + tokens) ? tokens : 0;
    }

    /// <summary>As many of the last tokens as are whole lines; none when these are empty.</summary>
    private static int WholeLinesAfter(CutText cut, Hunk hunk, int tokens)
    {
        while (tokens > 0 && (hunk.To - tokens == hunk.From || !EndsLine(cut, hunk.To - tokens - 1)))
        {
            tokens--;
        }

        return SaysSomething(cut, hunk.To - tokens, hunk.To) ? tokens : 0;
    }

    private static bool HasLines(CutText cut, Hunk hunk) => cut.Span(hunk.From, hunk.To).ContainsAny('\n', '\r');

    private static bool EndsLine(CutText cut, int token) => cut.Span(token, token + 1)[^1] is '\n' or '\r';

    private static bool SaysSomething(CutText cut, int from, int to) => cut.Span(from, to).ContainsAnyExcept(" \t\r\n");
}
