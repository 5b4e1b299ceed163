using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>POST /{db}/_bulk_get</c>: many revisions in one answer. What is missing is said in its place; the request succeeds.</summary>
internal sealed class BulkGetEndpoint(IMediator mediator, DocumentWriter writer, GatewayOptions options) : IEndpoint
{
    public string Path => "/{db}/_bulk_get";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("POST");
        var database = exchange.Relay.Existing.Database;
        using var body = await RequestBody.ReadObjectAsync(exchange, options.MaxHttpRequestSize);
        if (!body.RootElement.TryGetProperty("docs"u8, out var docs) || docs.ValueKind != JsonValueKind.Array)
        {
            throw CouchError.BadRequest("Missing JSON list of 'docs'.");
        }

        var shape = DocumentShape.Of(exchange.Query);
        var latest = exchange.Query.Flag("latest");
        var entries = docs.EnumerateArray().Select(entry => Read(entry, shape)).ToList();

        await using var answer = new JsonAnswer(exchange);
        answer.Json.WriteStartObject();
        answer.Json.WriteStartArray("results"u8);
        foreach (var batch in Batches(entries))
        {
            ImmutableArray<WantedRevision> wanted = [.. batch.Select(entry => new WantedRevision(new DocumentId(entry.Id), entry.Revision) { Latest = latest })];
            var found = await mediator.Send(new ReadRevisions(database, wanted, batch.Max(entry => entry.Shape.PathLimit)), exchange.Aborted);
            var byId = found.ToLookup(revision => revision.Id.Value, StringComparer.Ordinal);
            foreach (var entry in batch)
            {
                await WriteAsync(answer, exchange, entry, [.. byId[entry.Id]]);
            }
        }

        answer.Json.WriteEndArray();
        answer.Json.WriteEndObject();
        await answer.EndAsync();
    }

    // With latest=true an answer may be another revision than was asked for, so what belongs to which entry is told by the id alone:
    // a document that is asked for twice goes into two batches.
    private static IEnumerable<List<Entry>> Batches(List<Entry> entries)
    {
        var batch = new List<Entry>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (batch.Count == DocumentStore.Batch || !ids.Add(entry.Id))
            {
                yield return batch;
                batch = [];
                ids = new HashSet<string>(StringComparer.Ordinal) { entry.Id };
            }

            batch.Add(entry);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static Entry Read(JsonElement entry, DocumentShape shape)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("id"u8, out var id) || id.ValueKind != JsonValueKind.String)
        {
            throw CouchError.BadRequest("Each of 'docs' needs an id");
        }

        var text = RequestBody.StringOf(id);
        DocumentReader.Check(text);
        Revision? revision = entry.TryGetProperty("rev"u8, out var rev) && rev.ValueKind != JsonValueKind.Null ? RevisionText.Parse(rev) : null;
        return entry.TryGetProperty("atts_since"u8, out var since) && since.ValueKind == JsonValueKind.Array
            ? new Entry(text, revision, shape with { Files = true, FilesSince = RevisionText.ParseList(since) })
            : new Entry(text, revision, shape);
    }

    private async Task WriteAsync(JsonAnswer answer, Exchange exchange, Entry entry, ImmutableArray<StoredRevision> found)
    {
        var json = answer.Json;
        json.WriteStartObject();
        json.WriteString("id"u8, entry.Id);
        json.WriteStartArray("docs"u8);

        // Without a revision the winner alone is meant; Storage gave every leaf.
        var shown = (entry.Revision is null ? found.Take(1) : found).Where(revision => revision.Body is not null).ToList();
        foreach (var revision in shown)
        {
            json.WriteStartObject();
            json.WritePropertyName("ok"u8);
            await writer.WriteAsync(answer, exchange.Relay.Name, revision, entry.Shape, meta: null, exchange.Aborted);
            json.WriteEndObject();
            await answer.BreatheAsync();
        }

        if (shown.Count == 0)
        {
            json.WriteStartObject();
            json.WriteStartObject("error"u8);
            json.WriteString("id"u8, entry.Id);
            json.WriteString("rev"u8, entry.Revision?.ToString() ?? "undefined");
            json.WriteString("error"u8, "not_found"u8);
            json.WriteString("reason"u8, "missing"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private sealed record Entry(string Id, Revision? Revision, DocumentShape Shape);
}
