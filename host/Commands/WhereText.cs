using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Fields;

namespace Aurix.Platform.Host.Commands;

/// <summary>Reads a condition as a person types it: <c>title=Walk</c>, <c>minutes>=10</c>, <c>title^=Har</c>, <c>title</c>, <c>!title</c>.</summary>
/// <remarks>A value that is JSON is taken as such: <c>10</c> is a number and <c>"10"</c> a text. Anything else is a text as it stands.</remarks>
internal static class WhereText
{
    // Two characters before one: what begins with > may be >=.
    private static readonly (string Sign, FieldComparison Comparison)[] Signs =
    [
        ("!=", FieldComparison.NotEqual),
        ("<=", FieldComparison.LessOrEqual),
        (">=", FieldComparison.GreaterOrEqual),
        ("^=", FieldComparison.StartsWith),
        ("=", FieldComparison.Equal),
        ("<", FieldComparison.Less),
        (">", FieldComparison.Greater),
    ];

    public static FieldCondition Parse(string text)
    {
        var at = text.AsSpan(1 < text.Length ? 1 : 0).IndexOfAny("!<>^=");
        if (at < 0)
        {
            var absent = text.StartsWith('!');
            return new FieldCondition(FieldPath.Parse(absent ? text[1..] : text), FieldComparison.Exists, CanonicalJson.Parse(absent ? "false" : "true"));
        }

        var path = FieldPath.Parse(text[..(at + 1)].Trim());
        var rest = text[(at + 1)..];
        var (sign, comparison) = Array.Find(Signs, one => rest.StartsWith(one.Sign, StringComparison.Ordinal));
        return sign is null
            ? throw new Errors.UsageException("BadCondition", $"'{text}' is no condition.", "Write a field, one of = != < <= > >= ^=, and a value.")
            : new FieldCondition(path, comparison, Value(rest[sign.Length..].Trim(), comparison));
    }

    private static CanonicalJson Value(string text, FieldComparison comparison)
    {
        if (comparison is not FieldComparison.StartsWith || text.StartsWith('"'))
        {
            try
            {
                var value = CanonicalJson.Parse(text);
                if (value.Utf8.Span[0] is not ((byte)'{' or (byte)'['))
                {
                    return value;
                }
            }
            catch (FormatException)
            {
                // Then it is a text.
            }
        }

        return CanonicalJson.Parse(JsonSerializer.Serialize(text));
    }
}
