using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Takes a local document apart. Its revisions are <c>0-N</c>, a plain counter.</summary>
internal sealed class LocalDocumentReader(GatewayOptions options)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string Revision(long version) => string.Create(CultureInfo.InvariantCulture, $"0-{version}");

    /// <summary>Reads <c>0-N</c>; null for none.</summary>
    public static long? Version(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!text.StartsWith("0-", StringComparison.Ordinal) || !long.TryParse(text.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw CouchError.BadRequest("Invalid rev format");
        }

        // What a delete answered: the next write starts anew.
        return version == 0 ? null : version;
    }

    public (long? Version, BodyBytes Body, bool IsDeleted) Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw CouchError.BadRequest("Document must be a JSON object");
        }

        long? version = null;
        var isDeleted = false;
        var body = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(body, Compact);
        writer.WriteStartObject();
        foreach (var member in json.EnumerateObject())
        {
            if (member.NameEquals("_rev"u8))
            {
                version = member.Value.ValueKind == JsonValueKind.String ? Version(RequestBody.StringOf(member.Value)) : null;
            }
            else if (member.NameEquals("_deleted"u8))
            {
                isDeleted = member.Value.ValueKind == JsonValueKind.True;
            }
            else
            {
                Copy(member, writer);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return body.WrittenCount > options.MaxDocumentSize
            ? throw CouchError.DocumentTooLarge("_local")
            : (version, new BodyBytes(body.WrittenMemory), isDeleted);
    }

    private static void Copy(JsonProperty member, Utf8JsonWriter writer)
    {
        try
        {
            if (!member.Name.StartsWith('_'))
            {
                member.WriteTo(writer);
            }
        }
        catch (InvalidOperationException)
        {
            throw CouchError.InvalidJson(); // half a surrogate pair
        }
    }
}
