using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Deletes chunks of the second database, each only as it was when it was looked at: one that somebody sends anew meanwhile stays.</summary>
internal sealed class BlobRemoval(CouchClient client, string database)
{
    /// <summary>The server's own version of each of these that is there.</summary>
    public async Task<ImmutableDictionary<BlobAddress, string>> FindAsync(IReadOnlyCollection<BlobAddress> addresses, CancellationToken cancellationToken)
    {
        var asked = addresses.ToDictionary(address => address.RemoteId);
        var found = ImmutableDictionary.CreateBuilder<BlobAddress, string>();
        foreach (var ids in asked.Keys.Chunk(BlobDatabase.QuestionSize))
        {
            var question = new JsonObject { ["keys"] = new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) };
            var answer = await client.ExchangeAsync(HttpMethod.Post, $"{database}/_all_docs", question, cancellationToken);
            foreach (var row in CouchJson.Member(answer, "rows") as JsonArray ?? throw client.Garbled(database))
            {
                var value = CouchJson.Member(row, "value");
                if (CouchJson.Text(row, "id") is { } id && asked.TryGetValue(id, out var address) && CouchJson.Member(value, "deleted") is null && CouchJson.Text(value, "rev") is { } version)
                {
                    found[address] = version;
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Deletes one. False when it is another by now, or gone.</summary>
    public async Task<bool> DeleteAsync(BlobAddress address, string version, CancellationToken cancellationToken)
    {
        var path = $"{database}/{address.RemoteId}?rev={Uri.EscapeDataString(version)}";
        using var response = await client.SendAsync(() => CouchClient.Request(HttpMethod.Delete, path, null), cancellationToken);
        if (response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            return false;
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return true;
    }
}
