using System.Collections.Immutable;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>POST /{db}/_revs_diff</c>: which of these does the server lack? A document of which it lacks nothing is not in the answer.</summary>
internal sealed class RevisionDiffEndpoint(IMediator mediator, GatewayOptions options) : IEndpoint
{
    private const int Batch = 1000;

    public string Path => "/{db}/_revs_diff";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("POST");
        var database = exchange.Relay.Existing.Database;
        using var body = await RequestBody.ReadObjectAsync(exchange, options.MaxHttpRequestSize);

        // All of it is read before a word is answered: a bad revision at the end is a 400 and not a torn answer.
        ImmutableArray<RevisionOffer> offers =
            [.. body.RootElement.EnumerateObject().Select(document => new RevisionOffer(Id(document.Name), RevisionText.ParseList(document.Value)))];

        await using var answer = new JsonAnswer(exchange);
        answer.Json.WriteStartObject();
        foreach (var batch in offers.Chunk(Batch))
        {
            foreach (var missing in await mediator.Send(new FindMissingRevisions(database, [.. batch]), exchange.Aborted))
            {
                answer.Json.WriteStartObject(missing.RemoteId);
                DocumentWriter.WriteRevisions(answer.Json, "missing", missing.Missing);
                if (!missing.PossibleAncestors.IsDefaultOrEmpty)
                {
                    DocumentWriter.WriteRevisions(answer.Json, "possible_ancestors", missing.PossibleAncestors);
                }

                answer.Json.WriteEndObject();
            }

            await answer.BreatheAsync();
        }

        answer.Json.WriteEndObject();
        await answer.EndAsync();
    }

    private static string Id(string id)
    {
        DocumentReader.Check(id);
        return id;
    }
}
