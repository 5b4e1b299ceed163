using System.Text.Json;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>POST /{db}/_bulk_docs</c>: many writes in one request. Not one transaction for edits, one for grafts.</summary>
internal sealed class BulkDocumentsEndpoint(DocumentReader reader, DocumentEdits edits, DocumentGrafts grafts, GatewayOptions options) : IEndpoint
{
    public string Path => "/{db}/_bulk_docs";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("POST");
        _ = exchange.Relay.Existing;
        using var body = await RequestBody.ReadObjectAsync(exchange.Request, options.MaxHttpRequestSize, exchange.Aborted);
        var root = body.RootElement;
        if (!root.TryGetProperty("docs"u8, out var docs) || docs.ValueKind != JsonValueKind.Array)
        {
            throw CouchError.BadRequest("POST body must include `docs` parameter.");
        }

        // Everything is read before anything is written: a malformed document stops the request and not half of it.
        var newEdits = !root.TryGetProperty("new_edits"u8, out var flag) || flag.ValueKind != JsonValueKind.False;
        var documents = docs.EnumerateArray().Select(json => reader.Read(json)).ToList();
        if (newEdits)
        {
            await EditAsync(exchange, documents);
        }
        else
        {
            await GraftAsync(exchange, documents);
        }
    }

    private async Task EditAsync(Exchange exchange, List<IncomingDocument> documents)
    {
        await using var answer = new JsonAnswer(exchange, 201);
        answer.Json.WriteStartArray();
        foreach (var document in documents.Select(document => document with { Id = document.Id ?? ServerIdentity.NewId() }))
        {
            answer.Json.WriteStartObject();
            try
            {
                var revision = await edits.EditAsync(exchange.Relay, document, parts: null, exchange.Aborted);
                answer.Json.WriteBoolean("ok"u8, true);
                answer.Json.WriteString("id"u8, document.Id);
                answer.Json.WriteString("rev"u8, revision.ToString());
            }
            catch (CouchError error) when (error.Status is 403 or 409 or 412)
            {
                WriteRefusal(answer.Json, document.Id!, error);
            }

            answer.Json.WriteEndObject();
            await answer.BreatheAsync();
        }

        answer.Json.WriteEndArray();
        await answer.EndAsync();
    }

    private async Task GraftAsync(Exchange exchange, List<IncomingDocument> documents)
    {
        if (documents.Any(document => document.Id is null))
        {
            throw CouchError.BadRequest("new_edits:false needs an _id in each document");
        }

        var refused = await grafts.GraftAsync(exchange.Relay, documents, parts: null, exchange.Aborted);

        // A missing stub is a matter of the whole batch to CouchDB, and what PouchDB and CouchDB's replicator look for.
        if (refused.FirstOrDefault(refusal => refusal.Error.Status == 412) is { } stub)
        {
            throw stub.Error;
        }

        await using var answer = new JsonAnswer(exchange, 201);
        answer.Json.WriteStartArray();
        foreach (var refusal in refused)
        {
            answer.Json.WriteStartObject();
            WriteRefusal(answer.Json, refusal.Id, refusal.Error);
            if (refusal.Revision is { } revision)
            {
                answer.Json.WriteString("rev"u8, revision.ToString());
            }

            answer.Json.WriteEndObject();
        }

        answer.Json.WriteEndArray();
        await answer.EndAsync();
    }

    private static void WriteRefusal(Utf8JsonWriter json, string id, CouchError error)
    {
        json.WriteString("id"u8, id);
        json.WriteString("error"u8, error.Error);
        json.WriteString("reason"u8, error.Reason);
    }
}
