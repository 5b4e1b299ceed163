using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>How often each word, member name and array value is in a content, in all and by place.</summary>
/// <remarks>
/// A place is a JSON pointer with <c>*</c> for every index. Both counts are kept because either alone cries wolf: in all, over a word that one version moved to
/// another member while another wrote it there; by place, over an element that one version moved and another changed.
/// A word is a run of ASCII letters and digits and of what is beyond ASCII; what is written without blanks (from U+2E80 on) counts letter by letter.
/// Blanks and punctuation do not count: a merge may have to set them. Frozen here, and no table of the runtime's is asked, so that every device counts alike.
/// </remarks>
internal sealed class ContentCount
{
    private readonly Dictionary<Counted, int> _counts = [];

    /// <summary>Everything that is there at least once.</summary>
    public IEnumerable<Counted> Words => _counts.Keys;

    public int this[Counted word] => _counts.GetValueOrDefault(word);

    public static ContentCount Of(CanonicalJson content)
    {
        var count = new ContentCount();
        count.Add(content, "");
        return count;
    }

    /// <summary>Counts a value that stands at a place.</summary>
    public void Add(CanonicalJson content, string pointer)
    {
        using var json = JsonDocument.Parse(content.Utf8, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth });
        Add(json.RootElement, string.Join('/', pointer.Split('/').Select(step => step.Length > 0 && step.All(char.IsAsciiDigit) ? "*" : step)));
    }

    private void Add(JsonElement value, string place)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    One("m:" + member.Name, place);
                    Add(member.Value, $"{place}/{member.Name}");
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Add(item, place + "/*");
                    if (item.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                    {
                        One("v:" + item.GetRawText(), place);
                    }
                }

                break;
            case JsonValueKind.String:
                AddText(value.GetString()!, place);
                break;
        }
    }

    /// <summary>What is here more often (positive) or less often (negative) than there.</summary>
    public IEnumerable<KeyValuePair<Counted, int>> Minus(ContentCount other)
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

    private void AddText(string text, string place)
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
                One("w:" + text[start..index], place);
            }

            if (index < text.Length && text[index] >= '\u2E80')
            {
                One("w:" + text[index], place);
            }

            start = index + 1;
        }
    }

    private void One(string what, string place)
    {
        foreach (var counted in new[] { new Counted(what, null), new Counted(what, place) })
        {
            _counts[counted] = _counts.GetValueOrDefault(counted) + 1;
        }
    }

    private static bool IsInWord(char c) => char.IsAsciiLetterOrDigit(c) || c is >= '\u0080' and < '\u2E80';
}

/// <summary>Something that is counted.</summary>
/// <param name="What">The word, the member's name or the value, each with a letter for its kind.</param>
/// <param name="Place">Where, null for anywhere.</param>
internal readonly record struct Counted(string What, string? Place);
