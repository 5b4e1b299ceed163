using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/{db}/_all_docs</c>: the documents by id, read and sent a page at a time.</summary>
internal sealed class AllDocumentsEndpoint(IMediator mediator, ShownDocuments shown, GatewayOptions options) : IEndpoint
{
    private const int Page = 1000;

    public string Path => "/{db}/_all_docs";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "POST");
        _ = exchange.Relay.Existing;
        using var body = exchange.Method == "POST" ? await RequestBody.ReadObjectAsync(exchange, options.MaxHttpRequestSize) : null;
        if (body is not null)
        {
            exchange.Query.Override(body.RootElement);
        }

        if (Keys(exchange.Query) is { } keys)
        {
            await WriteAsync(exchange, KeyPages(exchange, keys));
        }
        else
        {
            await WriteAsync(exchange, RangePages(exchange));
        }
    }

    private static ImmutableArray<string>? Keys(Query query)
    {
        if (query.Json("keys") is not { } keys)
        {
            return null;
        }

        return keys.ValueKind == JsonValueKind.Array && keys.EnumerateArray().All(key => key.ValueKind == JsonValueKind.String)
            ? [.. keys.EnumerateArray().Select(RequestBody.StringOf)]
            : throw CouchError.BadRequest("`keys` parameter must be an array of strings.");
    }

    private async IAsyncEnumerable<RelayPage> KeyPages(Exchange exchange, ImmutableArray<string> keys)
    {
        IEnumerable<string> chosen = exchange.Query.Flag("descending") ? keys.Reverse() : keys;
        chosen = chosen.Skip(exchange.Query.Count("skip") ?? 0).Take(exchange.Query.Count("limit") ?? int.MaxValue);
        var any = false;
        foreach (var page in chosen.Chunk(Page))
        {
            any = true;
            yield return await mediator.Send(new ListRelayDocuments(exchange.Relay.Name) { Keys = [.. page] }, exchange.Aborted);
        }

        if (!any)
        {
            yield return new RelayPage(exchange.Relay.Existing.Documents, []);
        }
    }

    private async IAsyncEnumerable<RelayPage> RangePages(Exchange exchange)
    {
        var query = exchange.Query;
        var key = query.JsonText("key");
        var from = key ?? query.JsonText("startkey", "start_key", "startkey_docid");
        var to = key ?? query.JsonText("endkey", "end_key", "endkey_docid");
        var left = query.Count("limit") ?? int.MaxValue;
        var range = new ListRelayDocuments(exchange.Relay.Name)
        {
            From = from,
            To = to,
            IncludeTo = query.Flag("inclusive_end", otherwise: true),
            Descending = query.Flag("descending"),
            Skip = query.Count("skip") ?? 0,
        };

        string? last = null;
        while (true)
        {
            // The next page starts with the last row of this one, which is dropped if it is still there: no row is lost if it is not.
            var asked = Math.Min(left, Page) + (last is null ? 0 : 1);
            var page = await mediator.Send(range with { Limit = asked }, exchange.Aborted);
            var rows = last is not null && !page.Rows.IsEmpty && page.Rows[0].Id == last ? page.Rows.RemoveAt(0) : page.Rows;
            rows = rows.Length > left ? rows[..left] : rows;
            yield return page with { Rows = rows };
            left -= rows.Length;
            if (page.Rows.Length < asked || rows.IsEmpty || left == 0)
            {
                yield break;
            }

            last = rows[^1].Id;
            range = range with { From = last, Skip = 0 };
        }
    }

    private async Task WriteAsync(Exchange exchange, IAsyncEnumerable<RelayPage> pages)
    {
        var includeDocs = exchange.Query.Flag("include_docs");
        await using var answer = new JsonAnswer(exchange);
        var json = answer.Json;
        json.WriteStartObject();
        var first = true;
        await foreach (var page in pages)
        {
            if (first)
            {
                first = false;
                json.WriteNumber("total_rows"u8, page.Total);
                json.WriteNumber("offset"u8, exchange.Query.Count("skip") ?? 0);
                json.WriteStartArray("rows"u8);
            }

            foreach (var batch in page.Rows.Chunk(DocumentStore.Batch))
            {
                var documents = includeDocs ? await shown.ReadAsync(exchange, batch.Where(row => row is { Winner: not null, IsTombstone: false }).Select(row => row.Id)) : null;
                foreach (var row in batch)
                {
                    await WriteRowAsync(answer, exchange, row, documents);
                    await answer.BreatheAsync();
                }
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
        await answer.EndAsync();
    }

    private async Task WriteRowAsync(JsonAnswer answer, Exchange exchange, RelayRow row, ILookup<string, StoredRevision>? documents)
    {
        var json = answer.Json;
        json.WriteStartObject();
        if (row.Winner is not { } winner)
        {
            json.WriteString("key"u8, row.Id);
            json.WriteString("error"u8, "not_found"u8);
            json.WriteEndObject();
            return;
        }

        json.WriteString("id"u8, row.Id);
        json.WriteString("key"u8, row.Id);
        json.WriteStartObject("value"u8);
        json.WriteString("rev"u8, winner.ToString());
        if (row.IsTombstone)
        {
            json.WriteBoolean("deleted"u8, true);
        }

        json.WriteEndObject();
        if (documents is not null)
        {
            json.WritePropertyName("doc"u8);
            await shown.WriteAsync(answer, exchange, row.IsTombstone ? [] : documents[row.Id]);
        }

        json.WriteEndObject();
    }
}
