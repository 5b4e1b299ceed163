using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;

namespace Aurix.Platform.Tests.Json;

/// <summary>Edits a document as somebody would who never writes the same word twice, so that every word's fate can be told afterwards.</summary>
internal sealed partial class Scribe(string name)
{
    /// <summary>Which edit, and where. The numbers are taken modulo what there is.</summary>
    public static readonly Gen<(int Kind, int Where, int Which)[]> Edits = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 40], Gen.Int[0, 40]).Array[0, 8];

    /// <summary>The same, but nothing changes its place.</summary>
    public static readonly Gen<(int Kind, int Where, int Which)[]> EditsWithoutMoves = Edits.Select(edits => edits.Where(edit => edit.Kind is not (5 or 6)).ToArray());

    private int _words;

    /// <summary>A document of every shape, with a little history.</summary>
    public static string Begin((int Kind, int Where, int Which)[] edits)
    {
        var scribe = new Scribe("o");
        var text = string.Join(' ', Enumerable.Range(0, 12).Select(_ => scribe.Word()));
        return scribe.Write(
            $$$"""{"done":[],"free":{"deep":{"list":["{{{scribe.Word()}}}"]}},"items":[{"id":"{{{scribe.Word()}}}","v":"{{{scribe.Word()}}}"},{"id":"{{{scribe.Word()}}}"}],"list":["{{{scribe.Word()}}}","{{{scribe.Word()}}}"],"n":0,"text":"{{{text}}}","title":"{{{scribe.Word()}}}"}""",
            edits);
    }

    public static ImmutableHashSet<string> Words(string text) => [.. AWord().Matches(text).Select(match => match.Value)];

    public string Write(string document, (int Kind, int Where, int Which)[] edits)
    {
        var root = (JsonObject)JsonNode.Parse(document)!;
        foreach (var (kind, where, which) in edits)
        {
            Edit(root, kind, where, which);
        }

        return root.ToJsonString();
    }

    private void Edit(JsonObject root, int kind, int where, int which)
    {
        var objects = Within(root).OfType<JsonObject>().ToList();
        var arrays = Within(root).OfType<JsonArray>().ToList();
        var chosen = objects[where % objects.Count];
        var members = chosen.Select(member => member.Key).Where(member => member != "id").ToList();
        var array = arrays.Count == 0 ? [] : arrays[where % arrays.Count];
        switch (kind)
        {
            case 0 when members.Count > 0:
                chosen[members[which % members.Count]] = Word();
                break;
            case 1:
                chosen[$"m{which % 4}"] = Word();
                break;
            case 2 when members.Count > 0:
                chosen.Remove(members[which % members.Count]);
                break;
            case 3 when arrays.Count > 0:
                array.Insert(which % (array.Count + 1), Element(array));
                break;
            case 4 when array.Count > 0:
                array.RemoveAt(which % array.Count);
                break;
            case 5 when array.Count > 0:
                var moved = array[which % array.Count]!;
                array.Remove(moved);
                array.Insert(where % (array.Count + 1), moved);
                break;
            case 6 when root["items"] is JsonArray items && root["done"] is JsonArray done:
                var (from, to) = where % 2 == 0 ? (items, done) : (done, items);
                if (from.Count > 0)
                {
                    var element = from[which % from.Count]!;
                    from.Remove(element);
                    to.Insert(where % (to.Count + 1), element);
                }

                break;
            case 7 when members.Count > 0:
                chosen[members[which % members.Count]] = where % 2 == 0 ? new JsonObject { ["k"] = Word() } : new JsonArray(Word());
                break;
            case 8 or 9 when root["text"] is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String:
                var words = text.GetValue<string>().Split(' ').ToList();
                if (where % 3 != 0)
                {
                    words.RemoveAt(which % words.Count);
                }

                if (where % 3 != 1)
                {
                    words.Insert(which % (words.Count + 1), Word());
                }

                root["text"] = string.Join(' ', words);
                break;
        }
    }

    private static IEnumerable<JsonNode> Within(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Within(member.Value)).Prepend(node),
        JsonArray items => items.SelectMany(Within).Prepend(node),
        _ => [],
    };

    private JsonNode Element(JsonArray array) =>
        array.GetPropertyNameOrEmpty() is "items" or "done" ? new JsonObject { ["id"] = Word(), ["v"] = Word() } : JsonValue.Create(Word());

    private string Word() => $"{name}{_words++}x";

    [GeneratedRegex("[a-z][0-9]+x")]
    private static partial Regex AWord();
}

file static class JsonNodes
{
    public static string GetPropertyNameOrEmpty(this JsonArray array) => array.Parent is JsonObject ? array.GetPropertyName() : "";
}
