using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Reads the <c>_attachments</c> of a document that is being written.</summary>
internal static class FileReader
{
    public const string DefaultType = "application/octet-stream";

    public static ImmutableArray<IncomingFile> Read(JsonElement attachments) => attachments.ValueKind == JsonValueKind.Object
        ? [.. attachments.EnumerateObject().Select(Read)]
        : throw CouchError.BadRequest("_attachments must be a JSON object");

    /// <summary>Refuses a name that CouchDB would refuse.</summary>
    public static string CheckName(string name) => name switch
    {
        "" => throw CouchError.BadRequest("Attachment name must not be empty"),
        ['_', ..] => throw CouchError.BadRequest($"Attachment name '{name}' starts with prohibited character '_'"),
        { Length: > 1024 } => throw CouchError.BadRequest("Attachment name is too long"),
        _ => name,
    };

    /// <summary>A media type that can stand in a header; a line break in one would end it.</summary>
    public static string CheckType(string? type) => type is { Length: > 0 and <= 255 } && type.All(c => c is >= ' ' and <= '~') ? type : DefaultType;

    private static IncomingFile Read(JsonProperty file)
    {
        var name = CheckName(file.Name);
        var value = file.Value;
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw CouchError.BadRequest($"Invalid attachment {name}");
        }

        var type = CheckType(Text(value, "content_type"u8));
        var position = value.TryGetProperty("revpos"u8, out var revpos) && revpos.ValueKind == JsonValueKind.Number && revpos.TryGetInt32(out var number) && number > 0
            ? number
            : (int?)null;
        if (IsTrue(value, "stub"u8))
        {
            return new IncomingFile.Stub(name, type, position);
        }

        if (IsTrue(value, "follows"u8))
        {
            var isGzip = Text(value, "encoding"u8) == "gzip";
            return new IncomingFile.Follows(name, type, position, Length(value, isGzip ? "encoded_length"u8 : "length"u8), Text(value, "digest"u8), isGzip);
        }

        return value.TryGetProperty("data"u8, out var data) && data.ValueKind == JsonValueKind.String
            ? new IncomingFile.Inline(name, type, position, data)
            : throw CouchError.BadRequest($"Invalid attachment {name}: neither data, stub nor follows");
    }

    private static bool IsTrue(JsonElement value, ReadOnlySpan<byte> member) => value.TryGetProperty(member, out var flag) && flag.ValueKind == JsonValueKind.True;

    private static string? Text(JsonElement value, ReadOnlySpan<byte> member) =>
        value.TryGetProperty(member, out var text) && text.ValueKind == JsonValueKind.String ? RequestBody.StringOf(text) : null;

    private static long? Length(JsonElement value, ReadOnlySpan<byte> member) =>
        value.TryGetProperty(member, out var length) && length.ValueKind == JsonValueKind.Number && length.TryGetInt64(out var number) ? number : null;
}
