using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Sends documents with their attachments as parts of a body: raw bytes, no base64, nothing whole in memory.</summary>
internal sealed class MultipartDocuments(BlobTransfer blobs)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>One document as <c>multipart/related</c>.</summary>
    public async Task SendAsync(Exchange exchange, StoredRevision revision, DocumentShape shape)
    {
        var boundary = NewBoundary();
        exchange.Response.ContentType = $"multipart/related; boundary=\"{boundary}\"";
        await WriteRelatedAsync(exchange, revision, shape, boundary);
        await exchange.Response.BodyWriter.FlushAsync(exchange.Aborted);
    }

    /// <summary>Several as <c>multipart/mixed</c>: each a part of its own, with attachments a multipart inside the part.</summary>
    public async Task SendAllAsync(Exchange exchange, IEnumerable<(Revision Asked, StoredRevision? Found)> rows, DocumentShape shape)
    {
        var output = exchange.Response.BodyWriter;
        var outer = NewBoundary();
        exchange.Response.ContentType = $"multipart/mixed; boundary=\"{outer}\"";
        Write(output, $"--{outer}");
        foreach (var (asked, revision) in rows)
        {
            if (revision is null)
            {
                Write(output, $"\r\nContent-Type: application/json; error=\"true\"\r\n\r\n{{\"missing\":\"{asked}\"}}");
            }
            else if (revision.Files.Any(file => shape.Includes(revision, file)))
            {
                var inner = NewBoundary();
                Write(output, $"\r\nContent-Type: multipart/related; boundary=\"{inner}\"\r\n\r\n");
                await WriteRelatedAsync(exchange, revision, shape, inner);
            }
            else
            {
                Write(output, "\r\nContent-Type: application/json\r\n\r\n");
                WriteDocument(output, revision, shape);
            }

            Write(output, $"\r\n--{outer}");
            await output.FlushAsync(exchange.Aborted);
        }

        Write(output, "--");
        await output.FlushAsync(exchange.Aborted);
    }

    private static string NewBoundary() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static void Write(PipeWriter output, string text) => Encoding.UTF8.GetBytes(text, output);

    private static void WriteDocument(PipeWriter output, StoredRevision revision, DocumentShape shape)
    {
        using var json = new Utf8JsonWriter(output, Options);
        DocumentWriter.WriteFollowing(json, revision, shape);
        json.Flush();
    }

    // A name stands between quotes in a header: whatever could end the quotes or the line is encoded.
    private static string Quotable(string name) => string.Concat(name.Select(c => c is '"' or '\\' or '%' || char.IsControl(c) ? $"%{(int)c:X2}" : c.ToString()));

    private async Task WriteRelatedAsync(Exchange exchange, StoredRevision revision, DocumentShape shape, string boundary)
    {
        var output = exchange.Response.BodyWriter;
        Write(output, $"--{boundary}\r\nContent-Type: application/json\r\n\r\n");
        WriteDocument(output, revision, shape);
        foreach (var file in revision.Files.Where(file => shape.Includes(revision, file)))
        {
            Write(output, string.Create(
                CultureInfo.InvariantCulture,
                $"\r\n--{boundary}\r\nContent-Disposition: attachment; filename=\"{Quotable(file.Name)}\"\r\nContent-Type: {FileReader.CheckType(file.ContentType)}\r\nContent-Length: {file.Length}\r\n\r\n"));
            await blobs.SendAsync(exchange.Relay.Name, file, 0, file.Length, output, exchange.Aborted);
        }

        Write(output, $"\r\n--{boundary}--");
    }
}
