using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/{db}/_changes</c>: what changed since, and if asked, what changes from now on.</summary>
internal sealed class ChangesEndpoint(ChangeRows rows, ChangeWait wait, GatewayOptions options) : IEndpoint
{
    public string Path => "/{db}/_changes";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "POST");
        _ = exchange.Relay.Existing;
        using var body = exchange.Method == "POST" ? await RequestBody.ReadObjectAsync(exchange, options.MaxHttpRequestSize) : null;
        if (body is not null)
        {
            exchange.Query.Override(body.RootElement);
        }

        var request = ChangesRequest.Read(exchange);
        if (request.Feed is FeedKind.Continuous or FeedKind.EventSource)
        {
            await ContinuousAsync(exchange, request);
        }
        else
        {
            await ArrayAsync(exchange, request);
        }
    }

    private async Task ArrayAsync(Exchange exchange, ChangesRequest request)
    {
        await using var answer = new JsonAnswer(exchange);
        answer.Json.WriteStartObject();
        answer.Json.WriteStartArray("results"u8);
        var state = new FeedState(request);
        var patience = wait.Begin(request);
        while (true)
        {
            await rows.WriteAsync(exchange, request, state, answer, RowForm.Array);
            if (request.EndsAtOnce || state.Written > 0)
            {
                break;
            }

            if (!await patience.WaitAsync(state.Sequence, answer, exchange))
            {
                break;
            }
        }

        var pending = await rows.PendingAsync(exchange, request, state);
        answer.Json.WriteEndArray();
        answer.Json.WriteString("last_seq"u8, SequenceText.Write(exchange.Relay, state.Sequence));
        answer.Json.WriteNumber("pending"u8, pending);
        answer.Json.WriteEndObject();
        await answer.EndAsync();
    }

    private async Task ContinuousAsync(Exchange exchange, ChangesRequest request)
    {
        var isEvents = request.Feed == FeedKind.EventSource;
        await using var answer = new JsonAnswer(exchange, isEvents: isEvents);
        var state = new FeedState(request);
        var patience = wait.Begin(request);
        while (true)
        {
            var before = state.Written;
            await rows.WriteAsync(exchange, request, state, answer, isEvents ? RowForm.Events : RowForm.Lines);
            if (state.Left == 0 || request.EndsAtOnce)
            {
                break;
            }

            if (state.Written > before)
            {
                await answer.FlushAsync();
                patience = wait.Begin(request);
            }

            if (!await patience.WaitAsync(state.Sequence, answer, exchange))
            {
                break;
            }
        }

        if (isEvents)
        {
            await answer.FlushAsync(); // an event source ends without a word
            return;
        }

        var pending = await rows.PendingAsync(exchange, request, state);
        answer.Json.WriteStartObject();
        answer.Json.WriteString("last_seq"u8, SequenceText.Write(exchange.Relay, state.Sequence));
        answer.Json.WriteNumber("pending"u8, pending);
        answer.Json.WriteEndObject();
        await answer.EndAsync();
    }
}
