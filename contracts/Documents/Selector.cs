using System.Text.Json;

namespace Aurix.Platform.Documents;

/// <summary>A choice of documents by what they say: CouchDB's selectors (Mango), as far as is listed in docs/filters.md.</summary>
public static class Selector
{
    private const int MostLevels = 32; // a selector that a person wrote has three or four

    /// <summary>Reads a selector.</summary>
    /// <param name="text">A JSON object.</param>
    /// <returns>Whether a document meets it.</returns>
    /// <exception cref="FormatException">It is no JSON object, or asks for what is not offered here; the message says what, in half a sentence.</exception>
    public static Predicate<JsonElement> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var parsed = JsonDocument.Parse(text, new() { MaxDepth = MostLevels });
            return All(parsed.RootElement.Clone(), Fields);
        }
        catch (JsonException)
        {
            throw Invalid("it is not JSON, or nests too deeply");
        }
    }

    internal static FormatException Invalid(string why) => new(why);

    // Every member has to hold. What a member says depends on where the object stands: at the root of fields, or at a field.
    private static Predicate<JsonElement> All(JsonElement selector, Func<JsonProperty, Predicate<JsonElement>> read)
    {
        if (selector.ValueKind is not JsonValueKind.Object)
        {
            throw Invalid("an object is expected where there is none");
        }

        var parts = selector.EnumerateObject().Select(read).ToArray();
        return value => Array.TrueForAll(parts, part => part(value));
    }

    private static Predicate<JsonElement> Fields(JsonProperty member) => member.Name switch
    {
        "$and" or "$or" or "$nor" or "$not" => Combined(member, Fields),
        ['$', ..] => throw Invalid($"'{member.Name}' is not offered"),
        _ => Field(member),
    };

    // What is not there meets nothing but {"$exists": false}, as in CouchDB.
    private static Predicate<JsonElement> Field(JsonProperty member)
    {
        var names = member.Name.Split('.');
        var meets = Condition(member.Value);
        return value => Find(value, names) is { } found ? meets(found) : meets(default);
    }

    private static Predicate<JsonElement> Condition(JsonElement condition)
    {
        if (condition.ValueKind is not JsonValueKind.Object)
        {
            return value => value.ValueKind is not JsonValueKind.Undefined && JsonElement.DeepEquals(value, condition);
        }

        return All(condition, member => member.Name switch
        {
            "$and" or "$or" or "$nor" or "$not" => Combined(member, inner => throw Invalid($"'{inner.Name}' stands where a condition of a field may")),
            ['$', ..] => SelectorOperator.Read(member.Name, member.Value),
            _ => Field(member), // {"speaker": {"name": "x"}} is {"speaker.name": "x"}
        });
    }

    private static Predicate<JsonElement> Combined(JsonProperty member, Func<JsonProperty, Predicate<JsonElement>> read)
    {
        Predicate<JsonElement> One(JsonElement part) => read == Fields ? All(part, Fields) : Condition(part);
        if (member.Name is "$not")
        {
            var part = One(member.Value);
            return value => !part(value);
        }

        if (member.Value.ValueKind is not JsonValueKind.Array)
        {
            throw Invalid($"'{member.Name}' takes an array");
        }

        var parts = member.Value.EnumerateArray().Select(One).ToArray();
        return member.Name switch
        {
            "$and" => value => Array.TrueForAll(parts, part => part(value)),
            "$or" => value => Array.Exists(parts, part => part(value)),
            _ => value => !Array.Exists(parts, part => part(value)),
        };
    }

    private static JsonElement? Find(JsonElement value, string[] names)
    {
        foreach (var name in names)
        {
            if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value;
    }
}
