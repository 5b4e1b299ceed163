using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>POST /{db}/_bulk_docs</c>: many writes in one request. Not one transaction for edits, one for grafts.</summary>
internal sealed class BulkDocumentsEndpoint(
    DocumentReader reader, DocumentEdits edits, DocumentGrafts grafts, LocalDocumentReader localReader, LocalDocumentWrites localWrites, GatewayOptions options) : IEndpoint
{
    public string Path => "/{db}/_bulk_docs";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("POST");
        _ = exchange.Relay.Existing;
        using var body = await RequestBody.ReadObjectAsync(exchange, options.MaxHttpRequestSize);
        var root = body.RootElement;
        if (!root.TryGetProperty("docs"u8, out var docs) || docs.ValueKind != JsonValueKind.Array)
        {
            throw CouchError.BadRequest("POST body must include `docs` parameter.");
        }

        // Everything is read before anything is written: a malformed document stops the request and not half of it.
        var newEdits = !root.TryGetProperty("new_edits"u8, out var flag) || flag.ValueKind != JsonValueKind.False;
        var entries = docs.EnumerateArray().Select(Read).ToList();
        if (newEdits)
        {
            await EditAsync(exchange, entries);
        }
        else
        {
            await GraftAsync(exchange, entries);
        }
    }

    private static string? LocalId(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("_id"u8, out var id) && id.ValueKind == JsonValueKind.String
            && RequestBody.StringOf(id) is var text && text.StartsWith(LocalDocumentWrites.IdPrefix, StringComparison.Ordinal)
                ? text[LocalDocumentWrites.IdPrefix.Length..]
                : null;

    private Entry Read(JsonElement json)
    {
        if (LocalId(json) is not { } id)
        {
            return new Entry.Ordinary(reader.Read(json));
        }

        var (version, body, isDeleted) = localReader.Read(json);
        return new Entry.Local(id, isDeleted ? null : body, version);
    }

    private async Task EditAsync(Exchange exchange, List<Entry> entries)
    {
        await using var answer = new JsonAnswer(exchange, 201);
        answer.Json.WriteStartArray();
        foreach (var entry in entries)
        {
            var id = entry.Id ?? ServerIdentity.NewId();
            answer.Json.WriteStartObject();
            try
            {
                var revision = await SaveAsync(exchange, entry, id);
                answer.Json.WriteBoolean("ok"u8, true);
                answer.Json.WriteString("id"u8, id);
                answer.Json.WriteString("rev"u8, revision);
            }
            catch (CouchError error) when (error.Status is 403 or 404 or 409 or 412)
            {
                WriteRefusal(answer.Json, id, error);
            }

            answer.Json.WriteEndObject();
            await answer.BreatheAsync();
        }

        answer.Json.WriteEndArray();
        await answer.EndAsync();
    }

    private async Task<string> SaveAsync(Exchange exchange, Entry entry, string id)
    {
        switch (entry)
        {
            case Entry.Local local:
                LocalDocumentWrites.Check(local.Name);
                return LocalDocumentReader.Revision(await localWrites.SaveAsync(exchange.Relay.Name, local.Name, local.Body, local.Version, exchange.Aborted));
            case Entry.Ordinary ordinary:
                return (await edits.EditAsync(exchange.Relay, ordinary.Document with { Id = id }, parts: null, exchange.Aborted)).ToString();
            default:
                throw new InvalidOperationException("A kind of entry was forgotten here.");
        }
    }

    private async Task GraftAsync(Exchange exchange, List<Entry> entries)
    {
        var documents = entries.OfType<Entry.Ordinary>().Select(entry => entry.Document).ToList();
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

        // A local document has no tree to be grafted on: it is written by its counter, as in an edit.
        foreach (var local in entries.OfType<Entry.Local>())
        {
            try
            {
                _ = await SaveAsync(exchange, local, local.Id!);
            }
            catch (CouchError error) when (error.Status is 403 or 404 or 409)
            {
                refused.Add(new DocumentGrafts.Refusal(local.Id!, Revision: null, error));
            }
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

    private abstract record Entry(string? Id)
    {
        public sealed record Ordinary(IncomingDocument Document) : Entry(Document.Id);

        public sealed record Local(string Name, BodyBytes? Body, long? Version) : Entry(LocalDocumentWrites.IdPrefix + Name);
    }
}
