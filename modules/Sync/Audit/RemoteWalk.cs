using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Replication;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Goes through everything that a server holds, a piece at a time, in constant memory.</summary>
internal static class RemoteWalk
{
    private const int FeedSize = 200; // rows a question: more make the answer slow to come, fewer cost round trips
    private const int FetchSize = 50; // leaves a fetch: half of a pull's, because nothing is gained by haste
    private const int ListSize = 500; // chunks a question: their documents are small

    /// <summary>Every document with its leaves, deleted ones among them.</summary>
    public static async IAsyncEnumerable<RemoteChange> RowsAsync(IRemoteDatabase remote, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? since = null;
        for (var caughtUp = false; !caughtUp;)
        {
            var changes = await remote.ReadChangesAsync(since, FeedSize, cancellationToken);
            foreach (var row in changes.Rows)
            {
                yield return row;
            }

            caughtUp = changes.CaughtUp;
            if (!caughtUp && changes.LastSequence == since)
            {
                throw Stuck("change feed");
            }

            since = changes.LastSequence;
        }
    }

    /// <summary>The leaves of these documents as the server gives them, with what was asked for.</summary>
    public static async IAsyncEnumerable<(ImmutableArray<(string Id, Revision Revision)> Wanted, ImmutableArray<RemoteRevision> Given)> LeavesAsync(
        IRemoteDatabase remote, IAsyncEnumerable<RemoteChange> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = new List<(string Id, Revision Revision)>();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            wanted.AddRange(row.Revisions.Where(text => Revision.TryParse(text, out _)).Select(text => (row.Id, Revision.Parse(text))));
            while (wanted.Count >= FetchSize)
            {
                yield return await FetchAsync(remote, wanted, cancellationToken);
            }
        }

        if (wanted.Count > 0)
        {
            yield return await FetchAsync(remote, wanted, cancellationToken);
        }
    }

    /// <summary>Every document of the second database.</summary>
    public static async IAsyncEnumerable<RemoteChunk> ChunksAsync(BlobDatabase remote, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? after = null; ;)
        {
            var page = await remote.ListAsync(after, ListSize, cancellationToken);
            foreach (var chunk in page)
            {
                yield return chunk;
            }

            if (page.Length < ListSize)
            {
                yield break;
            }

            after = page[^1].Id != after ? page[^1].Id : throw Stuck("list of chunks");
        }
    }

    private static async Task<(ImmutableArray<(string Id, Revision Revision)> Wanted, ImmutableArray<RemoteRevision> Given)> FetchAsync(
        IRemoteDatabase remote, List<(string Id, Revision Revision)> wanted, CancellationToken cancellationToken)
    {
        var part = wanted.Take(FetchSize).ToImmutableArray();
        wanted.RemoveRange(0, part.Length);
        return (part, await remote.FetchAsync(part, cancellationToken));
    }

    private static RemoteRefusedException Stuck(string what) =>
        new("FeedStuck", $"The server gives the same piece of its {what} again and again.", "Check the server's log; nothing local is lost.");
}
