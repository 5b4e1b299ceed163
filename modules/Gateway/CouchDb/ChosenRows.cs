using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>What a selector leaves of a feed: as in CouchDB, the leaves that meet it, and no row where none does.</summary>
internal sealed class ChosenRows(IMediator mediator)
{
    /// <param name="exchange">The request.</param>
    /// <param name="request">What it wants.</param>
    /// <param name="rows">At most <see cref="DocumentStore.Batch"/>, whose bodies are in memory at once.</param>
    public async Task<IReadOnlyList<ChangeRow>> AmongAsync(Exchange exchange, ChangesRequest request, ChangeRow[] rows)
    {
        if (request.Selector is not { } selector)
        {
            return rows;
        }

        ImmutableArray<WantedRevision> wanted = [.. rows.SelectMany(row => request.AllLeaves ? [new WantedRevision(row.Id, null)] : (WantedRevision[])[new(row.Id, row.Winner)])];
        var met = (await mediator.Send(new ReadRevisions(exchange.Relay.Name, wanted, PathLimit: 1), exchange.Aborted))
            .Where(leaf => Meets(selector, leaf))
            .Select(leaf => (leaf.Id, leaf.Revision))
            .ToHashSet();
        return
        [
            .. rows
                .Select(row => row with { Leaves = row.Leaves.RemoveAll(leaf => !met.Contains((row.Id, leaf.Revision))) })
                .Where(row => !row.Leaves.IsEmpty),
        ];
    }

    // The document as a client sees it: a selector may ask for its id, or whether it is deleted.
    private static bool Meets(Predicate<JsonElement> selector, StoredRevision leaf)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            DocumentWriter.WriteMembers(json, leaf);
            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(text.WrittenMemory, new() { MaxDepth = 1000 });
        return selector(document.RootElement);
    }
}
