using System.Globalization;
using System.Text.Json;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>Finds a value in a content by its RFC 6901 pointer.</summary>
internal static class JsonPointer
{
    /// <summary>The value, null when nothing is there.</summary>
    public static CanonicalJson? Find(CanonicalJson content, string pointer)
    {
        using var json = JsonDocument.Parse(content.Utf8, new JsonDocumentOptions { MaxDepth = CanonicalJson.MaxDepth });
        JsonElement? at = json.RootElement;
        if (pointer.Length > 0 && pointer[0] != '/')
        {
            return null; // a file, or a strategy's own kind of place
        }

        foreach (var step in pointer.Split('/').Skip(1))
        {
            at = at is { } here ? Step(here, step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)) : null;
        }

        return at is { } found ? CanonicalJson.Parse(found.GetRawText()) : null;
    }

    private static JsonElement? Step(JsonElement here, string name) => here.ValueKind switch
    {
        JsonValueKind.Object => here.TryGetProperty(name, out var member) ? member : null,
        JsonValueKind.Array => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < here.GetArrayLength() ? here[index] : null,
        _ => null,
    };
}
