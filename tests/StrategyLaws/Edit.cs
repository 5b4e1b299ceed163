using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Aurix.Platform.Laws;

/// <summary>One thing that somebody did to a document. Keeps the kinds of its values, so that documents of an author's own shape stay that.</summary>
/// <param name="Place">Which value, counted through the document.</param>
/// <param name="Kind">What.</param>
/// <param name="Number">New words and numbers.</param>
internal readonly record struct Edit(int Place, int Kind, int Number)
{
    public static Gen<Edit> Chance { get; } = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 5], Gen.Int[0, 100_000]).Select((place, kind, number) => new Edit(place, kind, number));

    public static JsonNode? Apply(IEnumerable<Edit> edits, JsonNode? document)
    {
        foreach (var edit in edits)
        {
            var places = Places(document).ToList();
            if (places.Count > 0)
            {
                edit.Apply(places[edit.Place % places.Count]);
            }
        }

        return document;
    }

    private static IEnumerable<JsonNode> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value)).Append(members),
        JsonArray items => items.SelectMany(Places).Append(items),
        JsonValue value => [value],
        _ => [],
    };

    private void Apply(JsonNode node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members when Kind == 0:
                members.Remove(members.ElementAt(Number % members.Count).Key);
                break;
            case JsonArray { Count: > 0 } items when Kind < 2:
                items.RemoveAt(Number % items.Count);
                break;
            case JsonArray { Count: > 0 } items:
                items.Insert(Number % (items.Count + 1), items[Number % items.Count]?.DeepClone());
                Changed(items[Number % items.Count]);
                break;
            case JsonValue value:
                Changed(value);
                break;
        }
    }

    private void Changed(JsonNode? node)
    {
        if (node is not JsonValue value || value.Parent is null)
        {
            return;
        }

        switch (value.GetValueKind())
        {
            case JsonValueKind.Number:
                value.ReplaceWith(Number % 500);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                value.ReplaceWith(value.GetValueKind() is JsonValueKind.False);
                break;
            case JsonValueKind.String:
                value.ReplaceWith(Reworded(value.GetValue<string>()));
                break;
        }
    }

    private string Reworded(string text)
    {
        var words = text.Length == 0 ? [] : text.Split(' ').ToList();
        var at = Number % (words.Count + 1);
        if (Kind < 2 && at < words.Count)
        {
            words.RemoveAt(at);
        }
        else
        {
            words.Insert(at, $"n{Number}");
        }

        return string.Join(' ', words);
    }
}
