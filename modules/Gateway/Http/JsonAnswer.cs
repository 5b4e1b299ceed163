using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.Http;

/// <summary>A JSON answer that goes out while it is written: what waits to be sent stays small however long the answer is.</summary>
internal sealed class JsonAnswer : IAsyncDisposable
{
    /// <summary>Flush once this much waits. Smaller means more system calls, larger more memory per slow client.</summary>
    private const int FlushAt = 32 << 10;

    // Ids and texts go out as they are: the answer is application/json and never part of a page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // Between the writer and the wire, so that an error before the first flush can still be answered as an error.
    private readonly ArrayBufferWriter<byte> _waiting = new(4096);
    private readonly HttpResponse _response;
    private readonly bool _isEvents;
    private readonly CancellationToken _cancellationToken;

    /// <param name="exchange">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="isEvents">Whether the answer is a stream of server-sent events, each of them a JSON value.</param>
    public JsonAnswer(Exchange exchange, int status = 200, bool isEvents = false)
    {
        _response = exchange.Response;
        _cancellationToken = exchange.Aborted;
        _response.StatusCode = status;
        _isEvents = isEvents;
        _response.ContentType = isEvents ? "text/event-stream" : "application/json";
        _response.Headers.CacheControl = isEvents ? "no-cache" : "must-revalidate";
        Json = new Utf8JsonWriter(_waiting, Options);
    }

    public Utf8JsonWriter Json { get; }

    /// <summary>Writes an object in one go, for answers that are short.</summary>
    public static async Task ObjectAsync(Exchange exchange, int status, Action<Utf8JsonWriter> members)
    {
        await using var answer = new JsonAnswer(exchange, status);
        answer.Json.WriteStartObject();
        members(answer.Json);
        answer.Json.WriteEndObject();
        await answer.EndAsync();
    }

    /// <summary>Writes a value that was built up before, for answers that are short.</summary>
    public static async Task NodeAsync(Exchange exchange, int status, JsonNode value)
    {
        await using var answer = new JsonAnswer(exchange, status);
        value.WriteTo(answer.Json);
        await answer.EndAsync();
    }

    /// <summary>Call between the items of an array.</summary>
    public async ValueTask BreatheAsync()
    {
        if (Json.BytesPending + _waiting.WrittenCount >= FlushAt)
        {
            await FlushAsync();
        }
    }

    public async ValueTask FlushAsync()
    {
        Json.Flush();

        // Seen, not explained: before the response has started its writer may lend an empty span, which the synchronous Write
        // refuses; and a line of a continuous feed reached the client only with the flush. The tests of live feeds hold both.
        await _response.StartAsync(_cancellationToken);
        await _response.BodyWriter.WriteAsync(_waiting.WrittenMemory, _cancellationToken);
        _waiting.ResetWrittenCount();
        await _response.BodyWriter.FlushAsync(_cancellationToken);
        _cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Sends a sign of life: a line break between two tokens, which no JSON reader minds, or an event of its own.</summary>
    public async ValueTask BeatAsync()
    {
        Json.Flush();
        _waiting.Write(_isEvents ? "event: heartbeat\ndata: \n\n"u8 : "\n"u8);
        await FlushAsync();
    }

    /// <summary>Begins an event, whose data is the next JSON value.</summary>
    public void BeginEvent() => _waiting.Write("data: "u8);

    /// <summary>Ends an event.</summary>
    /// <param name="id">What a client that comes back says of how far it had come.</param>
    public async ValueTask EndEventAsync(string id)
    {
        Json.Flush();
        Json.Reset();
        _waiting.Write("\nid: "u8);
        _waiting.Write(JsonSerializer.SerializeToUtf8Bytes(id));
        _waiting.Write("\n\n"u8);
        await BreatheAsync();
    }

    /// <summary>Ends a line of a feed that is one JSON value per line, and makes ready for the next.</summary>
    public async ValueTask EndLineAsync(bool flush)
    {
        Json.Flush();
        Json.Reset();
        _waiting.Write("\n"u8);
        if (flush)
        {
            await FlushAsync();
        }
        else
        {
            await BreatheAsync();
        }
    }

    /// <summary>Ends the answer. One that was not ended is cut off, so that nobody takes it for whole.</summary>
    public async ValueTask EndAsync()
    {
        Json.Flush();
        _waiting.Write("\n"u8);
        await FlushAsync();
    }

    public ValueTask DisposeAsync()
    {
        // A writer that is disposed writes what it still holds. After a failure that would be half a value.
        Json.Reset(Stream.Null);
        return Json.DisposeAsync();
    }
}
