namespace Aurix.Platform.Merging.Json;

/// <summary>Tells sentences from names, titles and codes.</summary>
internal static class Prose
{
    // Lower, and titles are woven from two; higher, and a short note loses to another.
    private const int Words = 8;

    /// <summary>Whether a string has at least eight words between blanks.</summary>
    public static bool IsLong(string text)
    {
        var (words, inWord) = (0, false);
        foreach (var c in text)
        {
            var isBlank = c is ' ' or '\t' or '\n' or '\r';
            words += !isBlank && !inWord ? 1 : 0;
            inWord = !isBlank;
            if (words == Words)
            {
                return true;
            }
        }

        return false;
    }
}
