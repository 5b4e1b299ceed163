using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>open_revs</c>: every leaf of a document, or some of its revisions, in one answer.</summary>
internal sealed class OpenRevisionsGet(DocumentStore store, DocumentWriter writer, MultipartDocuments multipart)
{
    public async Task HandleAsync(Exchange exchange, string id)
    {
        var shape = DocumentShape.Of(exchange.Query);
        var found = await FindAsync(exchange, id, shape.PathLimit);
        if (exchange.Accepts("multipart/mixed"))
        {
            // In this form CouchDB always sends the bytes of attachments, asked or not: its replicator never asks.
            await multipart.SendAllAsync(exchange, found, shape with { Files = true });
            return;
        }

        await using var answer = new JsonAnswer(exchange);
        answer.Json.WriteStartArray();
        foreach (var (asked, revision) in found)
        {
            answer.Json.WriteStartObject();
            if (revision is null)
            {
                answer.Json.WriteString("missing"u8, asked.ToString());
            }
            else
            {
                answer.Json.WritePropertyName("ok"u8);
                await writer.WriteAsync(answer, exchange.Relay.Name, revision, shape, meta: null, exchange.Aborted);
            }

            answer.Json.WriteEndObject();
            await answer.BreatheAsync();
        }

        answer.Json.WriteEndArray();
        await answer.EndAsync();
    }

    private async Task<List<(Revision Asked, StoredRevision? Found)>> FindAsync(Exchange exchange, string id, int pathLimit)
    {
        var database = exchange.Relay.Name;
        if (exchange.Query.Text("open_revs") is "all" or "\"all\"")
        {
            var leaves = await store.LeavesAsync(database, id, pathLimit, exchange.Aborted);
            return leaves.IsEmpty ? throw CouchError.Missing() : [.. leaves.Select(Row)];
        }

        if (exchange.Query.Json("open_revs") is not { ValueKind: JsonValueKind.Array } list)
        {
            throw CouchError.BadParameter("open_revs must be all or an array of revisions");
        }

        var latest = exchange.Query.Flag("latest");
        var rows = new List<(Revision, StoredRevision?)>();
        var seen = new HashSet<Revision>();
        foreach (var asked in RevisionText.ParseList(list).Distinct())
        {
            var found = await store.FindAsync(database, id, asked, latest, pathLimit, exchange.Aborted);
            if (found.IsEmpty)
            {
                rows.Add((asked, null));
            }

            // Two ancestors may have grown into one leaf.
            rows.AddRange(found.Where(revision => seen.Add(revision.Revision)).Select(Row));
        }

        return rows;
    }

    private static (Revision, StoredRevision?) Row(StoredRevision revision) => (revision.Revision, revision.Body is null ? null : revision);
}
