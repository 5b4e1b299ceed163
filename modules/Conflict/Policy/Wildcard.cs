namespace Aurix.Platform.Conflict.Policy;

/// <summary>Patterns in which <c>*</c> stands for any run of characters, also none. Ordinal.</summary>
internal static class Wildcard
{
    /// <summary>Linear in text times stars: a pattern from a synced document must not be able to stall anybody.</summary>
    public static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (at, star, resume) = (0, -1, 0);
        for (var index = 0; index < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resume = index;
            }
            else if (at < pattern.Length && pattern[at] == text[index])
            {
                at++;
                index++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                index = ++resume;
            }
            else
            {
                return false;
            }
        }

        return pattern[at..].TrimStart('*').IsEmpty;
    }
}
