using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Host.Guests;

/// <summary>One line from a guest: <c>{"id":1,"method":"documents.get","params":{…}}</c>. It is a stranger's; whatever is missing or wrong is refused.</summary>
internal sealed record GuestCall(JsonNode? Number, string Method, JsonObject Parameters)
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 128, AllowDuplicateProperties = false };

    /// <exception cref="GuestRefusal"><c>BadCall</c>.</exception>
    public static GuestCall Parse(string line)
    {
        try
        {
            var json = JsonNode.Parse(line, documentOptions: Options) as JsonObject;
            return json?["method"] is JsonValue method && method.TryGetValue<string>(out var name)
                ? new(json["id"]?.DeepClone(), name, json["params"] as JsonObject ?? [])
                : throw Bad("A call is an object with a text 'method'.");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw Bad("A call is one line of JSON.");
        }
    }

    /// <exception cref="GuestRefusal"><c>BadCall</c>.</exception>
    public DocumentId Id => Text("id") is { } id && DocumentId.IsValid(id) ? new(id) : throw Bad("'id' must be a document's id.");

    /// <exception cref="GuestRefusal"><c>BadCall</c>.</exception>
    public DocumentType Type => OptionalType ?? throw Bad("'type' must be a type of document.");

    /// <exception cref="GuestRefusal"><c>BadCall</c>.</exception>
    public DocumentType? OptionalType => Text("type") is not { } type ? null
        : DocumentType.IsValid(type) ? new DocumentType(type)
        : throw Bad("'type' must be a type of document.");

    /// <summary>The revision that the guest saw; null for a new document.</summary>
    /// <exception cref="GuestRefusal"><c>BadCall</c>.</exception>
    public Revision? Parent => Text("rev") is not { } text ? null
        : Revision.TryParse(text, out var revision) ? revision
        : throw Bad("'rev' must be the revision that was read.");

    /// <exception cref="GuestRefusal"><c>BadCall</c>.</exception>
    public CanonicalJson Content
    {
        get
        {
            try
            {
                return Parameters["content"] is { } content ? CanonicalJson.Parse(content.ToJsonString()) : throw Bad("'content' is missing.");
            }
            catch (Exception wrong) when (wrong is FormatException or InvalidOperationException)
            {
                throw Bad("'content' must be valid JSON text.");
            }
        }
    }

    public string? Text(string name) => Parameters[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static GuestRefusal Bad(string message) => new("BadCall", message);
}
