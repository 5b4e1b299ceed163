using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>What the owners do to their documents: <c>{"tags":[…],"text":"…","title":"…","words":[…]}</c>.</summary>
internal static class SimulatedEdits
{
    /// <summary>The content after the edit; null when there was nothing to do.</summary>
    public static JsonObject? Change(StepKind kind, JsonObject content, string word, Random random)
    {
        switch (kind)
        {
            case StepKind.AddWord:
                var words = List(content, "words");
                words.Insert(random.Next(words.Count + 1), JsonValue.Create(word));
                return content;
            case StepKind.RemoveWord:
                var there = List(content, "words");
                if (there.Count == 0)
                {
                    return null;
                }

                there.RemoveAt(random.Next(there.Count));
                return content;
            case StepKind.AddTag:
                List(content, "tags").Add((JsonNode)JsonValue.Create(word));
                return content;
            case StepKind.SetTitle:
                content["title"] = word;
                return content;
            default:
                content["text"] = Rewritten((string?)content["text"] ?? "", word, random);
                return content;
        }
    }

    // Words are put in and taken out of a text that is long enough to be one.
    private static string Rewritten(string text, string word, Random random)
    {
        var parts = (text.Length == 0 ? "it was a long day by the lake and we talked about the boat" : text).Split(' ').ToList();
        parts.Insert(random.Next(parts.Count + 1), word);
        if (random.Next(3) == 0)
        {
            parts.RemoveAt(random.Next(parts.Count));
        }

        return string.Join(' ', parts);
    }

    private static JsonArray List(JsonObject content, string name)
    {
        if (content[name] is not JsonArray list)
        {
            content[name] = list = [];
        }

        return list;
    }
}
