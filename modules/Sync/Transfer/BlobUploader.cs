using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Transfer;

/// <summary>Sends the chunks of files that the server lacks, each sealed for itself, the manifest last.</summary>
/// <remarks>What is there already is not sent again, so an upload that was cut off goes on where it was, at the cost of the chunks in flight.</remarks>
internal sealed class BlobUploader(IMediator mediator, BlobDatabase remote)
{
    private const int Page = 100;

    /// <summary>Chunks in flight. More gained nothing against CouchDB and cost 2 MiB each (crypto.md §4.4).</summary>
    public const int Lanes = 4;

    private const int Looks = 4; // a server that goes on losing what it just took gets no fifth; the file stays unconfirmed and the next round looks again

    /// <summary>Makes sure that the files are on the server as far as this device has them.</summary>
    /// <returns>How many chunks were sent, and the files of which the server takes no chunk for its size.</returns>
    public async Task<(int Chunks, ImmutableHashSet<BlobReference> Refused)> UploadAsync(IEnumerable<BlobReference> blobs, CancellationToken cancellationToken)
    {
        var sent = 0;
        var refused = ImmutableHashSet.CreateBuilder<BlobReference>();
        foreach (var blob in blobs)
        {
            // A file that has not come down to this device yet is on the server from whoever made it.
            if (await mediator.Send(new DescribeBlob(new BlobKey(blob.Manifest.ToString())), cancellationToken) is { IsComplete: true } description)
            {
                try
                {
                    sent += await UploadAsync(description, cancellationToken);
                }
                catch (RemoteRefusedException tooLarge) when (tooLarge.Code == CouchClient.TooLarge)
                {
                    refused.Add(blob);
                }
            }
        }

        return (sent, refused.ToImmutable());
    }

    /// <summary>Looks after whole files that are not known to be on the server, so that the owner may evict them: what an older build sent, or another server had.</summary>
    public async Task<int> ConfirmAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        for (BlobKey? after = null; ;)
        {
            var page = await mediator.Send(new ListBlobs(after, Page) { OnServer = false }, cancellationToken);
            sent += (await UploadAsync(page.Where(blob => blob.ChunksHere == blob.Reference.ChunkCount).Select(blob => blob.Reference), cancellationToken)).Chunks;
            if (page.Length < Page)
            {
                return sent;
            }

            after = page[^1].Key;
        }
    }

    // A chunk that was there when it was asked for may be collected while the others are sent (ADR 0014): so it is asked again until nothing
    // lacks, and only then may a document be sent that names the file.
    private async Task<int> UploadAsync(BlobDescription blob, CancellationToken cancellationToken)
    {
        var sent = 0;
        for (var look = 0; look < Looks; look++)
        {
            var missing = await remote.FindMissingAsync([.. blob.Chunks, blob.Reference.Manifest], cancellationToken);
            if (missing.IsEmpty)
            {
                await mediator.Send(new NoteBlobOnServer([blob.Key]), cancellationToken);
                break;
            }

            sent += await SendAsync(blob, missing, cancellationToken);
        }

        return sent;
    }

    private async Task<int> SendAsync(BlobDescription blob, ImmutableHashSet<BlobAddress> missing, CancellationToken cancellationToken)
    {
        var indexes = Enumerable.Range(0, blob.Chunks.Length).Where(index => missing.Contains(blob.Chunks[index])).ToList();
        var file = new SealedFile(mediator, remote, blob);
        var done = 0;
        await Parallel.ForEachAsync(
            indexes,
            new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                await file.SendChunkAsync(index, token);
                var count = Interlocked.Increment(ref done);
                await mediator.Publish(new SyncProgressed("sending chunks", count, indexes.Count), CancellationToken.None);
            });

        if (missing.Contains(blob.Reference.Manifest))
        {
            await file.SendManifestAsync(cancellationToken);
        }

        return indexes.Count;
    }
}
