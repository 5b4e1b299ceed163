using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>The second database on a server: one document a chunk, its bytes as the raw attachment <c>b</c> (crypto.md §4.3).</summary>
internal sealed class BlobDatabase(CouchClient client, string database)
{
    /// <summary>How many ids one question may hold; more make the answer slow, fewer cost round trips.</summary>
    public const int QuestionSize = 500;

    private readonly ConcurrentBag<byte[]> _buffers = []; // as many as were in use at once

    private RemoteRefusedException? _tooLarge;
    private int _refusedBytes = int.MaxValue;

    /// <summary>Which of these the server does not have: what makes an upload resume where it stopped.</summary>
    public async Task<ImmutableHashSet<BlobAddress>> FindMissingAsync(IReadOnlyCollection<BlobAddress> addresses, CancellationToken cancellationToken)
    {
        var missing = addresses.ToDictionary(address => address.RemoteId);
        await foreach (var (found, _) in ChunkRows.AskAsync(client, database, [.. missing.Keys], cancellationToken))
        {
            missing.Remove(found);
        }

        return [.. missing.Values];
    }

    /// <summary>Stores sealed bytes. False when something is there already: what we sent, if the server is honest.</summary>
    /// <exception cref="RemoteRefusedException"><see cref="CouchClient.TooLarge"/>; from then on nothing as large goes over this connection.</exception>
    public async Task<bool> PutAsync(BlobAddress address, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.Length >= Volatile.Read(ref _refusedBytes))
        {
            throw _tooLarge!;
        }

        var path = $"{database}/{address.RemoteId}/b";
        using var response = await client.SendAsync(
            () =>
            {
                var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ReadOnlyMemoryContent(bytes) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream"); // so that no server compresses it
                return request;
            },
            cancellationToken);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }

        try
        {
            await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
            return true;
        }
        catch (RemoteRefusedException refused) when (refused.Code == CouchClient.TooLarge)
        {
            _tooLarge = refused;
            Volatile.Write(ref _refusedBytes, bytes.Length);
            throw;
        }
    }

    /// <summary>Puts sealed bytes in the place of something else that stands under their address. False when somebody else was faster.</summary>
    public async Task<bool> ReplaceAsync(BlobAddress address, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var path = $"{database}/{address.RemoteId}";
        using var found = await client.SendAsync(() => CouchClient.Request(HttpMethod.Get, path, null), cancellationToken);
        if (!await client.IsAbsentAsync(found, path, cancellationToken))
        {
            await client.ThrowUnlessSuccessAsync(found, path, cancellationToken);
            var revision = CouchJson.Text(await CouchClient.ReadJsonAsync(found, cancellationToken), "_rev") ?? throw client.Garbled(path);
            var removal = $"{path}?rev={Uri.EscapeDataString(revision)}";
            using var removed = await client.SendAsync(() => CouchClient.Request(HttpMethod.Delete, removal, null), cancellationToken);
            if (removed.StatusCode is HttpStatusCode.Conflict)
            {
                return false;
            }

            await client.ThrowUnlessSuccessAsync(removed, path, cancellationToken);
        }

        return await PutAsync(address, bytes, cancellationToken);
    }

    /// <summary>The documents after an id, each with the bytes its attachments have as the server tells; ids as the server spelled them.</summary>
    public async Task<ImmutableArray<RemoteChunk>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var start = after is null ? "" : $"&skip=1&startkey={Uri.EscapeDataString(JsonSerializer.Serialize(after))}";
        var path = $"{database}/_all_docs?include_docs=true&limit={limit}{start}";
        var answer = await client.ExchangeAsync(HttpMethod.Get, path, null, cancellationToken);
        var rows = CouchJson.Member(answer, "rows") as JsonArray ?? throw client.Garbled(path);
        return [.. rows.Select(row => new RemoteChunk(CouchJson.Text(row, "id") ?? "", Attached(CouchJson.Member(row, "doc"))))];
    }

    private static long Attached(JsonNode? document) => (CouchJson.Member(document, "_attachments") as JsonObject ?? [])
        .Sum(attachment => CouchJson.Member(attachment.Value, "length") is JsonValue length && length.TryGetValue<long>(out var bytes) ? bytes : 0);

    /// <summary>Fetches sealed bytes, for the caller to dispose; null when the server does not have them.</summary>
    public async Task<ReceivedBlob?> GetAsync(BlobAddress address, CancellationToken cancellationToken)
    {
        var path = $"{database}/{address.RemoteId}/b";
        ReceivedBlob? blob = null;
        using var response = await client.SendAsync(
            () => new HttpRequestMessage(HttpMethod.Get, path),
            cancellationToken,
            read: async (answer, token) => blob = await ReceivedBlob.ReadAsync(_buffers, answer, token));
        if (await client.IsAbsentAsync(response, path, cancellationToken))
        {
            return null;
        }

        await client.ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return blob;
    }
}

/// <summary>A document of the second database, as the server tells of it.</summary>
internal sealed record RemoteChunk(string Id, long Bytes);
