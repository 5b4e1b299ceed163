using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Writes the rows that are there, as far as the feed's limit goes.</summary>
internal sealed class ChangeRows(IMediator mediator, ShownDocuments shown)
{
    private const int Page = 1000;

    public async Task WriteAsync(Exchange exchange, ChangesRequest request, FeedState state, JsonAnswer answer, bool asLines)
    {
        state.CaughtUp = false;
        while (state.Left > 0 && !state.CaughtUp)
        {
            var batch = await mediator.Send(Ask(exchange, request, state, Math.Min(state.Left, Page)), exchange.Aborted);
            foreach (var chunk in batch.Rows.Chunk(DocumentStore.Batch))
            {
                await WriteAsync(exchange, request, state, answer, chunk, asLines);
            }

            state.GoOn(batch);
        }
    }

    /// <summary>How many changes come after what was written. Counted once, because that reads the rest of the feed.</summary>
    public async Task<long> PendingAsync(Exchange exchange, ChangesRequest request, FeedState state)
    {
        if (state.CaughtUp)
        {
            return 0;
        }

        var next = await mediator.Send(Ask(exchange, request, state, limit: 1) with { CountPending = true }, exchange.Aborted);
        return next.Rows.Length + next.Pending!.Value;
    }

    private static ReadChanges Ask(Exchange exchange, ChangesRequest request, FeedState state, int limit) => request.Descending
        ? new ReadChanges(exchange.Relay.Name, request.Since, limit) { Descending = true, Before = state.Before, Only = request.Only }
        : new ReadChanges(exchange.Relay.Name, state.Sequence, limit) { Only = request.Only };

    private async Task WriteAsync(Exchange exchange, ChangesRequest request, FeedState state, JsonAnswer answer, ChangeRow[] chunk, bool asLines)
    {
        var documents = request.IncludeDocuments ? await shown.ReadAsync(exchange, chunk.Select(row => row.Id.Value)) : null;
        foreach (var row in chunk)
        {
            await WriteRowAsync(exchange, request, answer, row, documents);
            await (asLines ? answer.EndLineAsync(flush: false) : answer.BreatheAsync());
            state.Written++;
        }
    }

    private async Task WriteRowAsync(Exchange exchange, ChangesRequest request, JsonAnswer answer, ChangeRow row, ILookup<string, StoredRevision>? documents)
    {
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteString("seq"u8, SequenceText.Write(exchange.Relay, row.Sequence));
        json.WriteString("id"u8, row.Id.Value);
        json.WriteStartArray("changes"u8);
        foreach (var leaf in request.AllLeaves ? row.Leaves.Select(leaf => leaf.Revision) : [row.Winner])
        {
            json.WriteStartObject();
            json.WriteString("rev"u8, leaf.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (row.IsTombstone)
        {
            json.WriteBoolean("deleted"u8, true);
        }

        if (documents is not null)
        {
            json.WritePropertyName("doc"u8);
            await shown.WriteAsync(answer, exchange, documents[row.Id.Value]);
        }

        json.WriteEndObject();
    }
}
