using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Writes the rows that are there, as far as the feed's limit goes.</summary>
internal sealed class ChangeRows(IMediator mediator, ShownDocuments shown, ChosenRows chosen)
{
    private const int Page = 1000;

    public async Task WriteAsync(Exchange exchange, ChangesRequest request, FeedState state, JsonAnswer answer, RowForm form)
    {
        state.CaughtUp = false;
        while (state.Left > 0 && !state.CaughtUp)
        {
            var batch = await mediator.Send(Ask(exchange, request, state, Math.Min(state.Left, Page)), exchange.Aborted);
            foreach (var chunk in batch.Rows.Chunk(DocumentStore.Batch))
            {
                await WriteAsync(exchange, request, state, answer, await chosen.AmongAsync(exchange, request, chunk), form);
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

    private async Task WriteAsync(Exchange exchange, ChangesRequest request, FeedState state, JsonAnswer answer, IReadOnlyList<ChangeRow> chunk, RowForm form)
    {
        var documents = request.IncludeDocuments ? await shown.ReadAsync(exchange, chunk.Select(row => row.Id.Value)) : null;
        foreach (var row in chunk)
        {
            if (form == RowForm.Events)
            {
                answer.BeginEvent();
            }

            await WriteRowAsync(exchange, request, answer, row, documents);
            await (form switch
            {
                RowForm.Array => answer.BreatheAsync(),
                RowForm.Lines => answer.EndLineAsync(flush: false),
                _ => answer.EndEventAsync(SequenceText.Write(exchange.Relay, row.Sequence)),
            });
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

/// <summary>How rows stand in an answer.</summary>
internal enum RowForm
{
    /// <summary>As items of an array.</summary>
    Array,

    /// <summary>Each on a line of its own.</summary>
    Lines,

    /// <summary>Each as a server-sent event.</summary>
    Events,
}
