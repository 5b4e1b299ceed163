using System.Text;
using System.Text.Json;
using Aurix.Platform.Storage.Fields;

namespace Aurix.Platform.Storage.Search;

/// <summary>Tells whether a JSON object meets conditions on its fields.</summary>
internal static class FieldMatch
{
    // What is stored was checked when it came in; parsing here needs no stack per level.
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Whether the object, as UTF-8, meets every condition.</summary>
    public static bool Meets(ReadOnlyMemory<byte> utf8, IEnumerable<FieldCondition> conditions)
    {
        using var parsed = JsonDocument.Parse(utf8, AnyDepth);
        return conditions.All(condition => Meets(parsed.RootElement, condition));
    }

    /// <inheritdoc cref="Meets(ReadOnlyMemory{byte}, IEnumerable{FieldCondition})"/>
    public static bool Meets(JsonElement root, FieldCondition condition)
    {
        if (condition.Comparison is FieldComparison.Exists)
        {
            return Values(root, condition.Path).Any() == condition.Value.Utf8.Span.SequenceEqual("true"u8);
        }

        using var parsed = JsonDocument.Parse(condition.Value.Utf8);
        var wanted = parsed.RootElement;
        return condition.Comparison is FieldComparison.NotEqual
            ? !Values(root, condition.Path).Any(value => Holds(value, FieldComparison.Equal, wanted))
            : Values(root, condition.Path).Any(value => Holds(value, condition.Comparison, wanted));
    }

    /// <summary>Everything that stands at a path, in the order it stands there.</summary>
    public static IEnumerable<JsonElement> Values(JsonElement root, FieldPath path)
    {
        IEnumerable<JsonElement> reached = [root];
        foreach (var step in path.Steps)
        {
            reached = step == FieldPath.EveryElement
                ? reached.Where(static value => value.ValueKind is JsonValueKind.Array).SelectMany(static value => value.EnumerateArray())
                : reached.SelectMany(value => Member(value, step));
        }

        return reached;
    }

    private static IEnumerable<JsonElement> Member(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var member) ? [member] : [];

    private static bool Holds(JsonElement value, FieldComparison comparison, JsonElement wanted) => (value.ValueKind, wanted.ValueKind) switch
    {
        (JsonValueKind.String, JsonValueKind.String) => Text(value) is { } text && Holds(text, comparison, Text(wanted)!),
        (JsonValueKind.Number, JsonValueKind.Number) => Holds(JsonNumber.Compare(value.GetRawText(), wanted.GetRawText()), comparison),
        // Of objects and arrays the condition holds none; true, false and null are nothing but their kind.
        (var one, var other) => one == other && comparison is FieldComparison.Equal,
    };

    private static bool Holds(byte[] text, FieldComparison comparison, byte[] wanted) => comparison is FieldComparison.StartsWith
        ? text.AsSpan().StartsWith(wanted)
        : Holds(text.AsSpan().SequenceCompareTo(wanted), comparison);

    private static bool Holds(int order, FieldComparison comparison) => comparison switch
    {
        FieldComparison.Equal => order == 0,
        FieldComparison.Less => order < 0,
        FieldComparison.LessOrEqual => order <= 0,
        FieldComparison.Greater => order > 0,
        FieldComparison.GreaterOrEqual => order >= 0,
        _ => false,
    };

    /// <summary>The string as UTF-8. Null for half a surrogate pair, which JSON can spell and UTF-8 cannot: a relay keeps it, and it is like nothing.</summary>
    private static byte[]? Text(JsonElement value)
    {
        try
        {
            return Encoding.UTF8.GetBytes(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
