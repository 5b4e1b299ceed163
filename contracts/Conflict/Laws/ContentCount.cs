using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>How often each word, member name and array value is in a content.</summary>
/// <remarks>
/// A word is a run of ASCII letters and digits and of what is beyond ASCII; what is written without blanks (from U+2E80 on) counts letter by letter.
/// Blanks and punctuation do not count: a merge may have to set them. Frozen here, and no table of the runtime's is asked, so that every device counts alike.
/// </remarks>
internal sealed class ContentCount
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Everything that is there at least once.</summary>
    public IEnumerable<string> Words => _counts.Keys;

    public int this[string word] => _counts.GetValueOrDefault(word);

    public static ContentCount Of(CanonicalJson content)
    {
        var count = new ContentCount();
        count.Add(content);
        return count;
    }

    public void Add(CanonicalJson content)
    {
        using var json = JsonDocument.Parse(content.Utf8, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth });
        Add(json.RootElement);
    }

    public void Add(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    One("m:" + member.Name);
                    Add(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Add(item);
                    if (item.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                    {
                        One("v:" + item.GetRawText());
                    }
                }

                break;
            case JsonValueKind.String:
                AddText(value.GetString()!);
                break;
        }
    }

    /// <summary>What is here more often (positive) or less often (negative) than there.</summary>
    public IEnumerable<KeyValuePair<string, int>> Minus(ContentCount other)
    {
        foreach (var (word, count) in _counts)
        {
            if (count != other[word])
            {
                yield return new(word, count - other[word]);
            }
        }

        foreach (var (word, count) in other._counts)
        {
            if (!_counts.ContainsKey(word))
            {
                yield return new(word, -count);
            }
        }
    }

    private void AddText(string text)
    {
        var start = 0;
        for (var index = 0; index <= text.Length; index++)
        {
            if (index < text.Length && IsInWord(text[index]))
            {
                continue;
            }

            if (index > start)
            {
                One("w:" + text[start..index]);
            }

            if (index < text.Length && text[index] >= '\u2E80')
            {
                One("w:" + text[index]);
            }

            start = index + 1;
        }
    }

    private void One(string word) => _counts[word] = _counts.GetValueOrDefault(word) + 1;

    private static bool IsInWord(char c) => char.IsAsciiLetterOrDigit(c) || c is >= '\u0080' and < '\u2E80';
}
