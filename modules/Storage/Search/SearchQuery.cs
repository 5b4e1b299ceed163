using System.Globalization;
using System.Text;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Storage.Search;

/// <summary>Turns what a person types into FTS5's language (https://sqlite.org/fts5.html#full_text_query_syntax), in which every word is quoted: nothing they type is syntax by accident.</summary>
internal static class SearchQuery
{
    // A longer query costs a longer plan; nobody types one.
    private const int LongestQuery = 1000;

    /// <exception cref="UsageException"><c>BadQuery</c>.</exception>
    public static string ToMatch(string query)
    {
        if (query.Length > LongestQuery)
        {
            throw Bad($"A search has at most {LongestQuery} characters.");
        }

        var either = new List<List<string>> { new() };
        var without = new List<string>();
        foreach (var term in Terms(query))
        {
            if (term is { Text: "OR", IsPhrase: false })
            {
                either.Add([]);
            }
            else if (Match(term) is { } match)
            {
                (term.IsExcluded ? without : either[^1]).Add(match);
            }
        }

        var wanted = string.Join(" OR ", either.Where(all => all.Count > 0).Select(all => $"({string.Join(" AND ", all)})"));
        if (wanted.Length == 0)
        {
            throw Bad("There is no word in it to look for.");
        }

        return without.Count == 0 ? wanted : $"({wanted}) NOT ({string.Join(" OR ", without)})";
    }

    private static IEnumerable<Term> Terms(string query)
    {
        var rest = query.AsMemory().TrimStart();
        while (!rest.IsEmpty)
        {
            var isExcluded = rest.Span[0] == '-';
            rest = isExcluded ? rest[1..] : rest;
            var inTitle = rest.Span.StartsWith("title:");
            rest = inTitle ? rest["title:".Length..] : rest;
            var isPhrase = !rest.IsEmpty && rest.Span[0] == '"';
            rest = isPhrase ? rest[1..] : rest;
            var end = isPhrase ? rest.Span.IndexOf('"') : rest.Span.IndexOfAny(" \t\r\n");
            var text = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(isPhrase ? end + 1 : end)..];
            var isPrefix = text.Span.EndsWith("*") || (isPhrase && !rest.IsEmpty && rest.Span[0] == '*');
            rest = rest.Span.StartsWith("*") ? rest[1..].TrimStart() : rest.TrimStart();
            yield return new Term(text.ToString().TrimEnd('*'), isPhrase, isPrefix, isExcluded, inTitle);
        }
    }

    private static string? Match(Term term)
    {
        if (!HasWord(term.Text))
        {
            return null;
        }

        var match = new StringBuilder(term.InTitle ? "title : \"" : "\"");
        match.Append(term.Text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return term.IsPrefix ? match.Append(" *").ToString() : match.ToString();
    }

    // What FTS5's unicode61 takes for part of a word: letters, numbers, and characters for private use.
    private static bool HasWord(string text) => text.EnumerateRunes().Any(rune =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber or UnicodeCategory.PrivateUse);

    private static UsageException Bad(string why) => new("BadQuery", $"This cannot be searched for. {why}", "Give a word, the beginning of one followed by *, or a \"phrase in quotes\".");

    private readonly record struct Term(string Text, bool IsPhrase, bool IsPrefix, bool IsExcluded, bool InTitle);
}
