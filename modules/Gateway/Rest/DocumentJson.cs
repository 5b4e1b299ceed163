using System.Globalization;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>How documents read in the API: with the names that <c>aurix --json</c> has for them.</summary>
internal static class DocumentJson
{
    public static Task WriteAsync(RestCall call, int status, GetOutcome.Found found)
    {
        call.Exchange.Response.Headers.ETag = $"\"{found.Revision}\"";
        return JsonAnswer.ObjectAsync(call.Exchange, status, json =>
        {
            var body = found.Body;
            json.WriteString("id"u8, body.Id.Value);
            json.WriteString("rev"u8, found.Revision.ToString());
            json.WriteString("type"u8, body.Type.Value);
            json.WriteBoolean("deleted"u8, body.Deleted);
            json.WriteString("edited"u8, Time(body.Stamp));
            json.WriteNumber("heads"u8, found.Heads);
            json.WritePropertyName("content"u8);
            json.WriteRawValue(body.Content.Utf8.Span, skipInputValidation: true);
            json.WriteStartObject("files"u8);
            foreach (var (name, file) in body.Attachments)
            {
                json.WriteStartObject(name);
                json.WriteString("mediaType"u8, file.MediaType);
                json.WriteNumber("size"u8, file.Blob.Size);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });
    }

    /// <summary>What became of an edit.</summary>
    public static Task SavedAsync(RestCall call, int status, DocumentId id, Revision revision)
    {
        call.Exchange.Response.Headers.ETag = $"\"{revision}\"";
        if (status == 201)
        {
            call.Exchange.Response.Headers.Location = $"/{RestApi.Root}/{RestApi.Version}/documents/{Uri.EscapeDataString(id.Value)}";
        }

        return JsonAnswer.ObjectAsync(call.Exchange, status, json =>
        {
            json.WriteString("id"u8, id.Value);
            json.WriteString("rev"u8, revision.ToString());
        });
    }

    public static void WriteSummary(Utf8JsonWriter json, DocumentSummary document)
    {
        json.WriteString("id"u8, document.Id.Value);
        json.WriteString("type"u8, document.Type.Value);
        json.WriteString("rev"u8, document.Revision.ToString());
        json.WriteBoolean("deleted"u8, document.Deleted);
        json.WriteString("edited"u8, Time(document.Stamp));
        json.WriteNumber("heads"u8, document.Heads);
        json.WriteNumber("kept"u8, document.Parked);
        json.WriteNumber("files"u8, document.Files);
    }

    public static string Time(HybridTimestamp stamp) => stamp.Time.ToString("O", CultureInfo.InvariantCulture);
}
