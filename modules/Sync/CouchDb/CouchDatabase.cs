using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>One database on a server, over CouchDB's replication protocol.</summary>
internal sealed class CouchDatabase(CouchClient client, string database) : IRemoteDatabase
{
    private const int ManySize = 200; // documents of ours a question, of 12 KB at most: larger makes the answer slow to come, smaller costs round trips

    /// <summary>The code of the refusal of a place that a server gave, damaged on the way or made up: the feed has to be read from its start.</summary>
    public const string SequenceRefused = nameof(SequenceRefused);

    private readonly RevisionFetcher _fetcher = new(client, database);

    public int BestWrite => client.Pace.Bytes;

    public async Task<string> ReadInstanceAsync(CancellationToken cancellationToken)
    {
        var info = await client.ExchangeAsync(HttpMethod.Get, database, null, cancellationToken);
        return CouchJson.Text(info, "instance_start_time") ?? "0";
    }

    public async Task<RemoteChanges> ReadChangesAsync(string? since, int limit, CancellationToken cancellationToken)
    {
        // style=all_docs: without it losing leaves would never be seen.
        var path = $"{database}/_changes?style=all_docs&limit={limit}&since={Uri.EscapeDataString(since ?? "0")}";
        using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Get, path, null), cancellationToken);
        if (response.StatusCode == HttpStatusCode.BadRequest && since is not null)
        {
            throw new RemoteRefusedException(SequenceRefused, $"'{database}' does not know the place in its change feed that it gave before.", "Sync reads the feed from its start by itself; nothing local is lost.");
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        var answer = await CouchClient.ReadJsonAsync(response, cancellationToken);
        if (CouchJson.Member(answer, "results") is not JsonArray results || CouchJson.Member(answer, "last_seq") is not { } last)
        {
            throw client.Garbled(path);
        }

        var rows = ImmutableArray.CreateBuilder<RemoteChange>(results.Count);
        foreach (var row in results)
        {
            // A row without an id or a revision that could be read is kept too: whoever sorts them names what it leaves out.
            rows.Add(new(CouchJson.Text(row, "id") ?? "", Leaves(row))
            {
                IsDeleted = CouchJson.Member(row, "deleted") is JsonValue flag && flag.TryGetValue<bool>(out var deleted) && deleted,
            });
        }

        // A sequence is opaque, and may be any JSON value; it goes back exactly as it came.
        var sequence = CouchJson.Text(last) ?? CouchJson.Write(last) ?? throw client.Garbled(path);
        return new(rows.ToImmutable(), sequence, CaughtUp: results.Count < limit)
        {
            Pending = CouchJson.Member(answer, "pending") is JsonValue pending && pending.TryGetValue<long>(out var left) && left >= 0 ? left : null,
        };
    }

    public async Task<IReadOnlyDictionary<string, RemoteLack>> FindMissingAsync(IReadOnlyList<RevisionOffer> offers, CancellationToken cancellationToken)
    {
        var question = new JsonObject(offers.Select(offer =>
            KeyValuePair.Create<string, JsonNode?>(offer.RemoteId, new JsonArray([.. offer.Revisions.Select(revision => JsonValue.Create(revision.ToString()))]))));
        var path = $"{database}/_revs_diff";
        using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Post, path, question), cancellationToken);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented)
        {
            await ReadInstanceAsync(cancellationToken); // a database that is gone is told as such
            return offers.ToDictionary(offer => offer.RemoteId, offer => new RemoteLack([.. offer.Revisions.Select(revision => revision.ToString())], Ancestor: 0)); // what it has, it takes once more and answers nothing
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return await CouchClient.ReadJsonAsync(response, cancellationToken) is JsonObject missing
            ? missing.ToDictionary(pair => pair.Key, pair => new RemoteLack([.. Texts(pair.Value, "missing")], Newest(Texts(pair.Value, "possible_ancestors"))))
            : throw client.Garbled(path);
    }

    public Task<ImmutableArray<RemoteRevision>> FetchAsync(IReadOnlyList<(string Id, Revision Revision)> wanted, CancellationToken cancellationToken) =>
        _fetcher.FetchAsync(wanted, cancellationToken);

    public async Task<ImmutableArray<WriteFailure>> WriteAsync(IReadOnlyList<SealedRevision> revisions, CancellationToken cancellationToken)
    {
        var body = BulkBody.Write(revisions);
        var path = $"{database}/_bulk_docs";
        var since = client.Pace.Now;
        using var response = await client.SendAsync(() => CouchClient.RequestOf(HttpMethod.Post, path, body), cancellationToken);
        if (response.StatusCode == HttpStatusCode.RequestEntityTooLarge)
        {
            client.Pace.TooLarge(body.Length);
            return await WriteSmallerAsync(revisions, cancellationToken);
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        client.Pace.Answered(since, body.Length);
        if (await CouchClient.ReadJsonAsync(response, cancellationToken) is not JsonArray rows)
        {
            throw client.Garbled(path);
        }

        // Only failures are listed; some servers also list successes, which have no "error". A failure of something else than we sent
        // would leave open what became of ours.
        var failures = rows.Where(row => CouchJson.Member(row, "error") is not null).Select(Failed).DistinctBy(failure => (failure.Id, failure.Revision)).ToImmutableArray();
        var sent = revisions.Select(revision => revision.Id).ToHashSet(StringComparer.Ordinal);
        return failures.Length <= revisions.Count && failures.All(failure => sent.Contains(failure.Id)) ? failures : throw client.Garbled(path);
    }

    public async Task<JsonObject?> GetAsync(string id, CancellationToken cancellationToken)
    {
        var path = $"{database}/{Escape(id)}";
        using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Get, path, null), cancellationToken);
        if (await client.IsAbsentAsync(response, path, cancellationToken))
        {
            return null;
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return await CouchClient.ReadJsonAsync(response, cancellationToken) as JsonObject ?? throw client.Garbled(path);
    }

    public async Task<ImmutableArray<JsonObject>> ReadRangeAsync(string from, string to, CancellationToken cancellationToken)
    {
        var path = $"{database}/_all_docs?include_docs=true&startkey=%22{Uri.EscapeDataString(from)}%22&endkey=%22{Uri.EscapeDataString(to)}%22";
        return Documents(await client.ExchangeAsync(HttpMethod.Get, path, null, cancellationToken), path);
    }

    public async Task<ImmutableArray<JsonObject>> ReadManyAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var path = $"{database}/_all_docs?include_docs=true";
        var documents = ImmutableArray.CreateBuilder<JsonObject>(ids.Count);
        foreach (var part in ids.Chunk(ManySize))
        {
            var question = new JsonObject { ["keys"] = new JsonArray([.. part.Select(id => JsonValue.Create(id))]) };
            documents.AddRange(Documents(await client.ExchangeAsync(HttpMethod.Post, path, question, cancellationToken), path));
        }

        return documents.ToImmutable();
    }

    public async Task<string?> PutAsync(string id, JsonObject document, CancellationToken cancellationToken)
    {
        var path = $"{database}/{Escape(id)}";
        using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Put, path, document), cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            return await GetAsync(id, cancellationToken) is { } there && SaysTheSame(there, document) ? CouchJson.Text(there, "_rev") : null;
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return CouchJson.Text(await CouchClient.ReadJsonAsync(response, cancellationToken), "rev") ?? throw client.Garbled(path);
    }

    // The server, or something before it, takes less than we sent: halves, down to one document, which is then named as the failure.
    private async Task<ImmutableArray<WriteFailure>> WriteSmallerAsync(IReadOnlyList<SealedRevision> revisions, CancellationToken cancellationToken)
    {
        if (revisions.Count == 1)
        {
            return [new WriteFailure(revisions[0].Id, revisions[0].Path.Tip.ToString(), "too_large", "the server takes no document of this size")];
        }

        var half = revisions.Count / 2;
        var first = await WriteAsync([.. revisions.Take(half)], cancellationToken);
        return [.. first, .. await WriteAsync([.. revisions.Skip(half)], cancellationToken)];
    }

    // A write whose answer was lost is sent again and conflicts with itself: then what stands there is what was sent.
    private static bool SaysTheSame(JsonObject there, JsonObject sent) =>
        CouchJson.Text(there, "_rev") != CouchJson.Text(sent, "_rev") && JsonNode.DeepEquals(Content(there), Content(sent));

    private static JsonObject Content(JsonObject document) =>
        new(document.Where(member => member.Key is not ("_id" or "_rev")).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private static IEnumerable<string> Texts(JsonNode? node, string name) => (CouchJson.Member(node, name) as JsonArray ?? []).Select(CouchJson.Text).OfType<string>();

    private static int Newest(IEnumerable<string> revisions) => revisions.Select(text => Revision.TryParse(text, out var revision) ? revision.Generation : 0).DefaultIfEmpty().Max();

    /// <summary>The leaves that a row of a change feed names, as the server spelled them.</summary>
    public static ImmutableArray<string> Leaves(JsonNode? row) => [.. (CouchJson.Member(row, "changes") as JsonArray ?? []).Select(change => CouchJson.Text(change, "rev") ?? "")];

    // A deleted or a missing one has no document in its row.
    private ImmutableArray<JsonObject> Documents(JsonNode? answer, string path) =>
    [
        .. (CouchJson.Member(answer, "rows") as JsonArray ?? throw client.Garbled(path))
            .Select(row => CouchJson.Member(row, "doc")).OfType<JsonObject>().Where(document => CouchJson.Text(document, "_id") is not null),
    ];

    private static WriteFailure Failed(JsonNode? row) => new(
        CouchJson.Text(row, "id") ?? "",
        CouchClient.Shorten(CouchJson.Text(row, "rev") ?? ""),
        CouchClient.Shorten(CouchJson.Text(row, "error") ?? ""),
        CouchClient.Shorten(CouchJson.Text(row, "reason") ?? ""));

    // "_local/" keeps its slash; everything else in an id is escaped.
    private static string Escape(string id) => id.StartsWith("_local/", StringComparison.Ordinal) ? "_local/" + Uri.EscapeDataString(id[7..]) : Uri.EscapeDataString(id);
}
