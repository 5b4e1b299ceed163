using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Aurix.Platform.Gateway.Http;

/// <summary>Reads what a client sends: measured while it is read, and inflated only as far as it is allowed to grow.</summary>
internal static class RequestBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256, AllowDuplicateProperties = false };

    /// <summary>The body as it is read piece by piece, inflated when it comes as gzip.</summary>
    public static Stream Open(HttpRequest request) => request.Headers.ContentEncoding.ToString().ToUpperInvariant() switch
    {
        "" or "IDENTITY" => request.Body,
        "GZIP" or "X-GZIP" => new GZipStream(request.Body, CompressionMode.Decompress, leaveOpen: true),
        _ => throw CouchError.BadContentType("Content-Encoding must be gzip or identity"),
    };

    /// <summary>Reads a JSON object. With <paramref name="needsType"/> only a request that says so itself: a form on a foreign page cannot.</summary>
    public static async Task<JsonDocument> ReadObjectAsync(Exchange exchange, long limit, bool needsType = true)
    {
        if (needsType && !IsJson(exchange.Request))
        {
            throw CouchError.BadContentType("Content-Type must be application/json");
        }

        var document = Parse(await ReadAsync(exchange, limit));
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw CouchError.BadRequest("Request body must be a JSON object");
    }

    /// <summary>Reads a body that has to fit in memory.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Exchange exchange, long limit)
    {
        var request = exchange.Request;
        if (request.ContentLength > limit)
        {
            throw CouchError.RequestTooLarge();
        }

        await using var body = Open(request);
        return await ReadAsync(body, limit, request.ContentLength, exchange);
    }

    /// <summary>Reads a stream to its end, refusing it as soon as it is longer than allowed.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(Stream stream, long limit, long? expected, Exchange exchange)
    {
        var size = (int)Math.Min(limit + 1, Math.Max(4096, Math.Min(expected ?? 0, 16 << 20) + 1));
        exchange.Memory.Take(size);
        var buffer = new byte[size];
        var length = 0;
        while (true)
        {
            var read = await ReadSomeAsync(stream, buffer.AsMemory(length), exchange.Aborted);
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += read;
            if (length > limit)
            {
                throw CouchError.RequestTooLarge();
            }

            if (length == buffer.Length)
            {
                size = (int)Math.Min(limit + 1, Math.Min(buffer.Length * 2L, Array.MaxLength));
                exchange.Memory.Take(size - buffer.Length);
                Array.Resize(ref buffer, size);
            }
        }
    }

    /// <summary>Reads a piece; a broken gzip stream is the client's mistake and not ours.</summary>
    public static async ValueTask<int> ReadSomeAsync(Stream stream, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw CouchError.BadRequest("The request body is not what its encoding says");
        }
    }

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8, Options);
        }
        catch (JsonException)
        {
            throw CouchError.InvalidJson();
        }
    }

    /// <summary>The text of a JSON string; half a surrogate pair, which JSON can spell and UTF-8 cannot, is refused.</summary>
    public static string StringOf(JsonElement element)
    {
        try
        {
            return element.GetString() ?? throw CouchError.InvalidJson();
        }
        catch (InvalidOperationException)
        {
            throw CouchError.InvalidJson();
        }
    }

    public static bool IsJson(HttpRequest request) => IsType(request, "application/json");

    public static bool IsType(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given) && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);
}
