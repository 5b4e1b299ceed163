using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
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
    private readonly CancellationToken _cancellationToken;

    public JsonAnswer(Exchange exchange, int status = 200)
    {
        _response = exchange.Response;
        _cancellationToken = exchange.Aborted;
        _response.StatusCode = status;
        _response.ContentType = "application/json";
        _response.Headers.CacheControl = "must-revalidate";
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

    /// <summary>Sends a line break between two tokens: a sign of life that no JSON reader minds.</summary>
    public async ValueTask BeatAsync()
    {
        Json.Flush();
        _waiting.Write("\n"u8);
        await FlushAsync();
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
