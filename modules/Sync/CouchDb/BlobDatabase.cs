using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>The second database on a server: one document a chunk, its bytes as the raw attachment <c>b</c> (crypto.md §4.3).</summary>
internal sealed class BlobDatabase(CouchClient client, string database)
{
    /// <summary>How many ids one question may hold; more make the answer slow, fewer cost round trips.</summary>
    public const int QuestionSize = 500;

    /// <summary>Which of these the server does not have: what makes an upload resume where it stopped.</summary>
    public async Task<ImmutableHashSet<BlobAddress>> FindMissingAsync(IReadOnlyCollection<BlobAddress> addresses, CancellationToken cancellationToken)
    {
        var missing = addresses.ToDictionary(address => address.RemoteId);
        foreach (var ids in missing.Keys.ToList().Chunk(QuestionSize))
        {
            var question = new JsonObject { ["keys"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) };
            var answer = await client.ExchangeAsync(HttpMethod.Post, $"{database}/_all_docs", question, cancellationToken);
            foreach (var row in CouchJson.Member(answer, "rows") as JsonArray ?? throw client.Garbled(database))
            {
                if (CouchJson.Text(row, "id") is { } found && CouchJson.Member(CouchJson.Member(row, "value"), "deleted") is null)
                {
                    missing.Remove(found);
                }
            }
        }

        return [.. missing.Values];
    }

    /// <summary>Stores sealed bytes. That they are there already is success: their address is their content.</summary>
    public async Task PutAsync(BlobAddress address, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = $"{database}/{address.RemoteId}/b";
        using var response = await client.SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ReadOnlyMemoryContent(bytes) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream"); // so that no server compresses it
                return request;
            },
            cancellationToken);
        if (response.StatusCode != HttpStatusCode.Conflict)
        {
            await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        }
    }

    /// <summary>Fetches sealed bytes; null when the server does not have them.</summary>
    public async Task<ReadOnlyMemory<byte>?> GetAsync(BlobAddress address, CancellationToken cancellationToken)
    {
        var path = $"{database}/{address.RemoteId}/b";
        using var response = await client.SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
