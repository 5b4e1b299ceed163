using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Fetches revisions with their ancestry: many in one question, or one by one from a server that knows no such question.</summary>
internal sealed class RevisionFetcher(CouchClient client, string database)
{
    private const int Lanes = 4; // one by one, each question waits for the road: more lanes than these gain little and take the connections of files

    private volatile bool _oneByOne; // found out once for each connection

    /// <summary>Fetches them, or later ones that grew out of them. What the server does not give is left out.</summary>
    public async Task<ImmutableArray<RemoteRevision>> FetchAsync(IReadOnlyList<(string Id, Revision Revision)> wanted, CancellationToken cancellationToken)
    {
        if (_oneByOne)
        {
            return await FetchOneByOneAsync(wanted, cancellationToken);
        }

        try
        {
            return await FetchManyAsync(wanted, cancellationToken);
        }
        catch (RemoteRefusedException tooLarge) when (tooLarge.Code == CouchClient.AnswerTooLarge)
        {
            // One revision that does not fit is no envelope of ours; it counts as not sent, and the others go on.
            var half = wanted.Count / 2;
            return half == 0
                ? []
                : [.. await FetchAsync([.. wanted.Take(half)], cancellationToken), .. await FetchAsync([.. wanted.Skip(half)], cancellationToken)];
        }
    }

    private async Task<ImmutableArray<RemoteRevision>> FetchManyAsync(IReadOnlyList<(string Id, Revision Revision)> wanted, CancellationToken cancellationToken)
    {
        var question = new JsonObject
        {
            ["docs"] = new JsonArray([.. wanted.Select(want => new JsonObject { ["id"] = want.Id, ["rev"] = want.Revision.ToString() })]),
        };
        var path = $"{database}/_bulk_get?revs=true&latest=true";
        using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Post, path, question), cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            await client.ExchangeAsync(HttpMethod.Get, database, null, cancellationToken); // a database that is gone is told as such
            _oneByOne = true;
            return await FetchOneByOneAsync(wanted, cancellationToken);
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return CouchJson.Member(await CouchClient.ReadJsonAsync(response, cancellationToken), "results") is JsonArray results
            ? Received(results.SelectMany(result => CouchJson.Member(result, "docs") as JsonArray ?? []))
            : throw client.Garbled(path);
    }

    private async Task<ImmutableArray<RemoteRevision>> FetchOneByOneAsync(IReadOnlyList<(string Id, Revision Revision)> wanted, CancellationToken cancellationToken)
    {
        var answers = new ImmutableArray<RemoteRevision>[wanted.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, wanted.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken },
            async (index, token) => answers[index] = await FetchOneAsync(wanted[index].Id, wanted[index].Revision, token));
        return [.. answers.SelectMany(answer => answer).DistinctBy(received => (received.Id, received.Revision))];
    }

    private async Task<ImmutableArray<RemoteRevision>> FetchOneAsync(string id, Revision revision, CancellationToken cancellationToken)
    {
        var path = $"{database}/{Uri.EscapeDataString(id)}?revs=true&latest=true&open_revs={Uri.EscapeDataString($"[\"{revision}\"]")}";
        try
        {
            using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Get, path, null), cancellationToken);
            if (await client.IsAbsentAsync(response, path, cancellationToken))
            {
                return [];
            }

            await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
            return await CouchClient.ReadJsonAsync(response, cancellationToken) is JsonArray entries ? Received(entries) : throw client.Garbled(path);
        }
        catch (RemoteRefusedException tooLarge) when (tooLarge.Code == CouchClient.AnswerTooLarge)
        {
            return []; // no envelope of ours
        }
    }

    // An entry that is "missing" or an "error" is left out.
    private static ImmutableArray<RemoteRevision> Received(IEnumerable<JsonNode?> entries) =>
    [
        .. entries.Select(entry => CouchJson.Member(entry, "ok")).OfType<JsonObject>().Select(Read).OfType<RemoteRevision>()
            .DistinctBy(received => (received.Id, received.Revision)),
    ];

    private static RemoteRevision? Read(JsonObject document)
    {
        if (CouchJson.Text(document, "_id") is not { } id || CouchJson.Text(document, "_rev") is not { } revision)
        {
            return null;
        }

        var revisions = document["_revisions"] as JsonObject;
        var start = revisions?["start"] is JsonValue value && value.TryGetValue<int>(out var number) ? number : 0;
        var ancestry = (revisions?["ids"] as JsonArray)?.Select(hash => CouchJson.Text(hash) ?? "").ToImmutableArray() ?? [];
        var deleted = document["_deleted"] is JsonValue flag && flag.TryGetValue<bool>(out var yes) && yes;
        return new(id, revision, deleted, CouchJson.Text(document, "e"), start, ancestry);
    }
}
