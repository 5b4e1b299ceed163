using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Takes a client's JSON apart: the <c>_</c> members are the protocol's, all else is the document.</summary>
internal sealed class DocumentReader(GatewayOptions options)
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Reads one document.</summary>
    /// <param name="json">The object.</param>
    /// <param name="id">The id out of the path, which outranks the one inside.</param>
    /// <exception cref="CouchError">It is not a document.</exception>
    public IncomingDocument Read(JsonElement json, string? id = null)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw CouchError.BadRequest("Document must be a JSON object");
        }

        Revision? revision = null;
        RevisionPath? path = null;
        var isTombstone = false;
        ImmutableArray<IncomingFile> files = [];
        var body = new ArrayBufferWriter<byte>(256);
        using var writer = new Utf8JsonWriter(body, Compact);
        writer.WriteStartObject();
        foreach (var member in json.EnumerateObject())
        {
            var name = NameOf(member);
            switch (name)
            {
                case "_id":
                    id ??= member.Value.ValueKind == JsonValueKind.String
                        ? RequestBody.StringOf(member.Value)
                        : throw CouchError.IllegalId("Document id must be a string");
                    break;
                case "_rev":
                    revision = member.Value.ValueKind == JsonValueKind.Null ? null : RevisionText.Parse(member.Value);
                    break;
                case "_revisions":
                    path = RevisionText.ParsePath(member.Value);
                    break;
                case "_deleted":
                    isTombstone = member.Value.ValueKind == JsonValueKind.True;
                    break;
                case "_attachments":
                    files = FileReader.Read(member.Value);
                    break;
                case "_revs_info" or "_conflicts" or "_deleted_conflicts" or "_local_seq":
                    break; // what a read added; a write that carries it back means nothing by it
                case ['_', ..]:
                    throw new CouchError(400, "doc_validation", $"Bad special document member: {name}");
                default:
                    Copy(member, name, writer);
                    break;
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        if (id is not null)
        {
            Check(id);
        }

        if (body.WrittenCount > options.MaxDocumentSize)
        {
            throw CouchError.DocumentTooLarge(id ?? "");
        }

        return new IncomingDocument(id, revision, path, isTombstone, new BodyBytes(body.WrittenMemory), files);
    }

    /// <summary>Refuses an id that no document may have.</summary>
    public static void Check(string id)
    {
        if (id.Length == 0)
        {
            throw CouchError.IllegalId("Document id must not be empty");
        }

        if (id.StartsWith('_') && !(id.StartsWith("_design/", StringComparison.Ordinal) && id.Length > "_design/".Length))
        {
            throw CouchError.IllegalId("Only reserved document ids may start with underscore.");
        }

        if (!DocumentId.IsValid(id))
        {
            throw CouchError.IllegalId("Document id is too long");
        }
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw CouchError.InvalidJson(); // half a surrogate pair
        }
    }

    private static void Copy(JsonProperty member, string name, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(name);
        try
        {
            member.Value.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            throw CouchError.InvalidJson();
        }
    }
}
