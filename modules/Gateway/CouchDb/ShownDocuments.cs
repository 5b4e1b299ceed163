using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>The documents that a list or a feed shows with its rows (<c>include_docs</c>): winners, with their conflicts when asked.</summary>
internal sealed class ShownDocuments(IMediator mediator, DocumentWriter writer)
{
    /// <summary>The leaves of each document, winner first. At most <see cref="DocumentStore.Batch"/> ids.</summary>
    public async Task<ILookup<string, StoredRevision>> ReadAsync(Exchange exchange, IEnumerable<string> ids)
    {
        var wanted = ids.Select(id => new WantedRevision(new DocumentId(id), null)).ToList();
        var found = wanted.Count == 0
            ? []
            : await mediator.Send(new ReadRevisions(exchange.Relay.Name, [.. wanted], DocumentShape.Of(exchange.Query).PathLimit), exchange.Aborted);
        return found.ToLookup(revision => revision.Id.Value, StringComparer.Ordinal);
    }

    /// <summary>Writes the winner, or null where there is nothing to show.</summary>
    public async Task WriteAsync(JsonAnswer answer, Exchange exchange, IEnumerable<StoredRevision> leaves)
    {
        var all = leaves.ToList();
        if (all is not [{ Body: not null } winner, ..])
        {
            answer.Json.WriteNullValue();
            return;
        }

        var conflicts = all.Skip(1).Where(leaf => !leaf.IsTombstone).Select(leaf => leaf.Revision).ToList();
        await writer.WriteAsync(answer, exchange.Relay.Name, winner, DocumentShape.Of(exchange.Query), json =>
        {
            if (conflicts.Count > 0 && exchange.Query.Flag("conflicts"))
            {
                DocumentWriter.WriteRevisions(json, "_conflicts", conflicts);
            }
        }, exchange.Aborted);
    }
}
