using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>Reads what a request says, and says what of it cannot be.</summary>
internal static class Fields
{
    public static DocumentId Id(RestCall call) => Id(call.Values["id"]);

    public static DocumentId Id(string text) => DocumentId.IsValid(text) ? new(text) : throw new Problem(400, "BadId", "A document id is 1 to 512 bytes of UTF-8.");

    public static DocumentType? Type(string? text) => text is null ? null
        : DocumentType.IsValid(text) ? new DocumentType(text)
        : throw new Problem(400, "BadType", "A type is 1 to 64 characters of a-z, 0-9, '.', '_' and '-'.");

    public static Revision Revision(string text) => Documents.Revision.TryParse(text, out var revision) ? revision
        : throw new Problem(400, "BadRevision", "Revisions look like 2-31c54fec6490414ec5f327c295d0a0c3.");

    public static int Limit(RestCall call, int otherwise, int most) => call.Query.Count("limit") is not { } count ? otherwise
        : count >= 1 && count <= most ? count
        : throw new Problem(400, "BadLimit", $"'limit' is 1 to {most}.");

    /// <summary>The revision that the client saw; null when it says that there is none (<c>If-None-Match: *</c>).</summary>
    public static Revision? Seen(RestCall call)
    {
        var headers = call.Exchange.Request.Headers;
        if (headers.IfNoneMatch.ToString().Trim() == "*")
        {
            return null;
        }

        return headers.IfMatch.ToString().Trim().Trim('"') is { Length: > 0 } text
            ? Revision(text)
            : throw new Problem(428, "PreconditionRequired", "Say what you saw: If-Match with the ETag of what you read, or If-None-Match: * to make a document.");
    }

    public static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? RequestBody.StringOf(value) : throw new Problem(400, "BadBody", $"'{name}' is a text.")
        : null;

    public static CanonicalJson? Content(JsonElement body) => Json(body, "content");

    public static CanonicalJson? Json(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var content))
        {
            return null;
        }

        try
        {
            return CanonicalJson.Parse(content.GetRawText());
        }
        catch (FormatException why)
        {
            throw new Problem(422, "BadContent", why.Message);
        }
    }
}
