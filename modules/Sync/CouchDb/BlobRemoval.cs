using System.Collections.Immutable;
using System.Net;
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
        await foreach (var (id, value) in ChunkRows.AskAsync(client, database, asked.Keys, cancellationToken))
        {
            if (asked.TryGetValue(id, out var address) && CouchJson.Text(value, "rev") is { } version)
            {
                found[address] = version;
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
