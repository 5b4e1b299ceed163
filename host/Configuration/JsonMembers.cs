using System.Text.Json;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Walks an object of the configuration, and notes what is unknown or there twice.</summary>
/// <param name="source">What stands before each path in a message, such as <c>aurix.json</c> and a blank.</param>
/// <param name="problems">Gets every mistake.</param>
internal sealed class JsonMembers(string source, List<ConfigurationProblem> problems)
{
    /// <summary>A JSON path and what it is below.</summary>
    public string Place(string path) => source + path;

    public static string Below(string path, string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? $"{path}.{name}" : $"{path}['{name}']";

    /// <summary>The members that are known, each once.</summary>
    /// <param name="json">What should be an object.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="known">The names there are; null for any.</param>
    public IEnumerable<(string Name, JsonElement Value, string Path)> Of(JsonElement json, string path, IEnumerable<string>? known)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            WrongKind(json, path, "an object");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            var here = Below(path, member.Name);
            if (!seen.Add(member.Name))
            {
                Note(here, "This member is there twice.", "Give it once.");
            }
            else if (known?.Contains(member.Name, StringComparer.Ordinal) is false)
            {
                Note(here, $"There is no '{member.Name}' here.", Nearest.Hint(member.Name, known));
            }
            else
            {
                yield return (member.Name, member.Value, here);
            }
        }
    }

    /// <summary>A text; null when it is none, which is noted.</summary>
    public string? Text(JsonElement json, string path) => json.ValueKind is JsonValueKind.String ? json.GetString() : WrongKind(json, path, "a text");

    /// <summary>A list of texts; null when it is none, which is noted.</summary>
    public List<string>? Texts(JsonElement json, string path)
    {
        if (json.ValueKind is not JsonValueKind.Array)
        {
            WrongKind(json, path, "a list of texts");
            return null;
        }

        return [.. json.EnumerateArray().Select((item, index) => Text(item, $"{path}[{index}]")).OfType<string>()];
    }

    public string? WrongKind(JsonElement json, string path, string right)
    {
        Note(path, $"This is {Name(json.ValueKind)}.", $"Give {right}.");
        return null;
    }

    public void Note(string path, string what, string right) => problems.Add(new(Place(path), what, right));

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
