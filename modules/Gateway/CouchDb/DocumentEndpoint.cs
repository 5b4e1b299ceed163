using Aurix.Platform.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/{db}/{doc}</c>: read, write, delete one document. A design document is one like any other here.</summary>
internal sealed class DocumentEndpoint(DocumentGet get, OpenRevisionsGet openRevisions, DocumentPut put, DocumentEdits edits, DocumentStore store, DocumentReader reader)
    : IEndpoint
{
    public string Path => "/{db}/{doc}";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "PUT", "DELETE");
        _ = exchange.Relay.Existing;
        var id = ((Target.Document)exchange.Target).Id;
        DocumentReader.Check(id);
        return exchange.Method switch
        {
            "PUT" => put.HandleAsync(exchange, id),
            "DELETE" => DeleteAsync(exchange, id),
            _ when exchange.Query.Has("open_revs") => openRevisions.HandleAsync(exchange, id),
            _ => get.HandleAsync(exchange, id),
        };
    }

    private async Task DeleteAsync(Exchange exchange, string id)
    {
        var leaves = await store.LeavesAsync(exchange.Relay.Name, id, pathLimit: 1, exchange.Aborted);
        if (leaves.IsEmpty)
        {
            throw CouchError.Missing();
        }

        if (leaves[0].IsTombstone && Precondition.Parent(exchange) is null)
        {
            throw CouchError.Missing("deleted");
        }

        using var nothing = RequestBody.Parse("{}"u8.ToArray());
        var tombstone = reader.Read(nothing.RootElement, id) with
        {
            IsTombstone = true,
            Revision = Precondition.Parent(exchange) ?? throw CouchError.Conflict(),
        };
        var revision = await edits.EditAsync(exchange.Relay, tombstone, parts: null, exchange.Aborted);
        await SavedAnswer.WriteAsync(exchange, StatusCodes.Status200OK, id, revision);
    }
}
