using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Writes the rows that are there, as far as the feed's limit goes.</summary>
internal sealed class ChangeRows(IMediator mediator, ShownDocuments shown)
{
    private const int Page = 1000;

    /// <summary>A feed from the newest down is one read: Storage cannot go on in the middle of one.</summary>
    private const int MostDescending = 10_000;

    public async Task WriteAsync(Exchange exchange, ChangesRequest request, FeedState state, JsonAnswer answer, bool asLines)
    {
        while (state.Left > 0)
        {
            // A filter may leave out any number of rows, so only without one is the limit also Storage's.
            var limit = request.Descending ? Math.Min(request.Only is null ? state.Left : MostDescending, MostDescending)
                : request.Only is null ? Math.Min(state.Left, Page)
                : Page;
            var batch = await mediator.Send(new ReadChanges(exchange.Relay.Name, state.Sequence, limit) { Descending = request.Descending }, exchange.Aborted);
            var complete = await WriteAsync(exchange, request, state, answer, batch, asLines);
            if (complete)
            {
                state.Sequence = batch.LastSequence;
                state.Pending = batch.Pending;
            }

            if (!complete || batch.CaughtUp || request.Descending)
            {
                return;
            }
        }
    }

    // False when the limit was reached inside the batch; the sequence then is that of the last row that was written.
    private async Task<bool> WriteAsync(
        Exchange exchange, ChangesRequest request, FeedState state, JsonAnswer answer, ChangesBatch batch, bool asLines)
    {
        var index = 0;
        foreach (var chunk in batch.Rows.Chunk(DocumentStore.Batch))
        {
            var chosen = request.Only is { } only ? chunk.Where(row => only.Contains(row.Id.Value)).ToList() : [.. chunk];
            var documents = request.IncludeDocuments ? await shown.ReadAsync(exchange, chosen.Select(row => row.Id.Value)) : null;
            foreach (var row in chunk)
            {
                index++;
                if (request.Only?.Contains(row.Id.Value) == false)
                {
                    continue;
                }

                await WriteRowAsync(exchange, request, answer, row, documents);
                await (asLines ? answer.EndLineAsync(flush: false) : answer.BreatheAsync());
                state.Written++;
                if (state.Left == 0 && index < batch.Rows.Length)
                {
                    state.Sequence = row.Sequence;
                    state.Pending = batch.Pending + batch.Rows.Length - index;
                    return false;
                }
            }
        }

        return true;
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
