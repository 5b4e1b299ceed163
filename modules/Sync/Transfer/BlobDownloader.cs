using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Live;
using MediatR;

namespace Aurix.Platform.Sync.Transfer;

/// <summary>Fetches the chunks of files that documents name and this device lacks; each is opened and stored before the next of its lane is asked for.</summary>
/// <remarks>Works off what the store lacks and not off a feed, so a download that was cut off goes on where it was.</remarks>
internal sealed class BlobDownloader(IMediator mediator, BlobDatabase remote, string remoteName, ByteBudget budget, ProgressBook? progress = null)
{
    private const int Page = 100;

    private const string Phase = "fetching files";

    private long _bytes;
    private long _bytesExpected;
    private int _chunks;
    private int _refused;

    /// <summary>Fetches what is missing and comes by itself, of each page the small files first. What the server does not have, or has wrongly, is set aside by name and tried again in the next run.</summary>
    public async Task<FilesMoved> RunAsync(FilePolicy policy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await FetchAsync(policy, now, cancellationToken);
            return new(_chunks, _refused);
        }
        finally
        {
            progress?.End(Phase);
        }
    }

    /// <summary>Fetches one file, whatever the policy says of it: somebody asked for it.</summary>
    public async Task FetchAsync(BlobDescription blob, CancellationToken cancellationToken)
    {
        try
        {
            await DownloadAsync(blob, BlobUploader.Lanes, cancellationToken);
        }
        finally
        {
            progress?.End(Phase);
        }
    }

    private async Task FetchAsync(FilePolicy policy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (BlobKey? after = null; !budget.IsSpent;)
        {
            var page = await mediator.Send(policy.Page(after, Page, now), cancellationToken);
            await Parallel.ForEachAsync(
                page.Where(blob => blob.Reference.ChunkCount <= BlobUploader.Small),
                new ParallelOptions { MaxDegreeOfParallelism = BlobUploader.Lanes, CancellationToken = cancellationToken },
                async (blob, token) => await DownloadAsync(blob, lanes: 1, token));
            foreach (var blob in page.Where(blob => blob.Reference.ChunkCount > BlobUploader.Small))
            {
                await DownloadAsync(blob, BlobUploader.Lanes, cancellationToken);
            }

            if (page.Length < Page)
            {
                return;
            }

            after = page[^1].Key;
        }
    }

    private async Task DownloadAsync(BlobDescription blob, int lanes, CancellationToken cancellationToken)
    {
        if (budget.IsSpent || await ManifestAsync(blob, cancellationToken) is not { } complete)
        {
            return;
        }

        Interlocked.Add(ref _bytesExpected, complete.Missing.Sum(index => SealedFile.BytesOf(complete, index)));
        await Parallel.ForEachAsync(
            complete.Missing,
            new ParallelOptions { MaxDegreeOfParallelism = lanes, CancellationToken = cancellationToken },
            (index, token) => DownloadChunkAsync(complete, index, token));

        // What came from the server is on the server; what it lacks must not be evicted anywhere else on its word.
        if (await mediator.Send(new DescribeBlob(blob.Key), cancellationToken) is { } now && !(budget.IsSpent && !now.IsComplete))
        {
            await mediator.Send(new NoteBlobOnServer([blob.Key], now.IsComplete), cancellationToken);
            if (now.IsComplete)
            {
                await mediator.Send(new SettleQuarantine(remoteName, [blob.Reference.Manifest.RemoteId, .. now.Chunks.Select(chunk => chunk.RemoteId)], Code: null), cancellationToken);
            }
        }
    }

    private async Task<BlobDescription?> ManifestAsync(BlobDescription blob, CancellationToken cancellationToken)
    {
        if (!blob.Chunks.IsDefault)
        {
            return blob;
        }

        using var received = await remote.GetAsync(blob.Reference.Manifest, cancellationToken);
        if (received is null)
        {
            await RefuseAsync(blob.Reference.Manifest, "ChunkMissing", "The server does not have the manifest of this file. It is asked for again in every round.", cancellationToken);
            return null;
        }

        var manifest = await mediator.Send(new OpenManifest(blob.Reference, received.Bytes), cancellationToken);
        if (manifest.Code is { } code)
        {
            await RefuseAsync(blob.Reference.Manifest, code, "The server's manifest of this file is not the one that was sealed.", cancellationToken);
            return null;
        }

        await mediator.Send(new StoreManifest(blob.Reference, manifest.Chunks), cancellationToken);
        return await mediator.Send(new DescribeBlob(blob.Key), cancellationToken);
    }

    private async ValueTask DownloadChunkAsync(BlobDescription blob, int index, CancellationToken cancellationToken)
    {
        if (!budget.TrySpend(SealedFile.BytesOf(blob, index)))
        {
            return;
        }

        var address = blob.Chunks[index];
        using var received = await remote.GetAsync(address, cancellationToken);
        if (received is null)
        {
            await RefuseAsync(address, "ChunkMissing", $"The server does not have chunk {index} of a file. It is asked for again in every round.", cancellationToken);
            return;
        }

        using var chunk = await mediator.Send(new OpenChunk(blob.Reference, index, address, received.Bytes), cancellationToken);
        if (chunk.Code is { } code)
        {
            await RefuseAsync(address, code, $"Chunk {index} of a file is not what was sealed; no byte of it was used.", cancellationToken);
            return;
        }

        await mediator.Send(new StoreChunk(blob.Reference, index, chunk.Data), cancellationToken);
        var count = Interlocked.Increment(ref _chunks);
        var travelled = Interlocked.Add(ref _bytes, SealedFile.BytesOf(blob, index));
        await (progress?.ReportAsync(Phase, count, null, travelled, Interlocked.Read(ref _bytesExpected)) ?? Task.CompletedTask);
    }

    private async Task RefuseAsync(BlobAddress address, string code, string detail, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _refused);
        await mediator.Send(new QuarantineRemote([new QuarantineEntry(remoteName, address.RemoteId, "", code, detail)]), cancellationToken);
    }
}
