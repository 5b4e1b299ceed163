using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Reads a stranger's JSON: whatever is not of the expected form is absent, and nothing throws.</summary>
internal static class CouchJson
{
    // A document that somebody else nested deeper than the usual 64 must not make a whole answer unreadable. Parsing keeps no stack.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000, AllowDuplicateProperties = false };

    /// <summary>Null when it is cut off, says a member twice, or is no JSON.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            // The framework reads names late: one that is no UTF-8 would throw wherever somebody happens to look at its object.
            return Utf8.IsValid(utf8) ? JsonNode.Parse(utf8, documentOptions: Options) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null; // InvalidOperationException: a name with half of a surrogate pair
        }
    }

    /// <summary>The member, null when there is none or this is no object.</summary>
    public static JsonNode? Member(JsonNode? node, string name) => (node as JsonObject)?[name];

    /// <summary>The text, null when this is none that .NET can hold.</summary>
    public static string? Text(JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }

    /// <summary>The node as JSON text again, null when a text in it is none that .NET can hold.</summary>
    public static string? Write(JsonNode node)
    {
        try
        {
            return node.ToJsonString();
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }

    /// <summary>The text of a member.</summary>
    public static string? Text(JsonNode? node, string name) => Text(Member(node, name));
}
