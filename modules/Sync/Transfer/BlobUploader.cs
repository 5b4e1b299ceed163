using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Live;
using MediatR;

namespace Aurix.Platform.Sync.Transfer;

/// <summary>Sends the files that the server is not known to have, each chunk sealed for itself, the manifest last.</summary>
/// <remarks>
/// Works off what the store knows of files and not off a feed, and asks the server before it sends: an upload that was cut off goes on where
/// it was, at the cost of the chunks in flight. Small files go first, and between the pieces of a large one.
/// </remarks>
internal sealed class BlobUploader(IMediator mediator, BlobDatabase remote, string remoteName, Sharing sharing, ByteBudget budget, RefusedFiles? refused = null, ProgressBook? progress = null)
{
    /// <summary>Chunks in flight. More gained nothing against CouchDB and cost 2 MiB each (crypto.md §4.4).</summary>
    public const int Lanes = 4;

    /// <summary>Up to how many chunks a file counts as small. More make a picture wait, fewer give a short recording a turn of its own.</summary>
    public const int Small = 8;

    /// <summary>The code of a file that the server does not take, or that cannot be read here.</summary>
    public const string Refusal = "FileRefused";

    private const int Page = 50; // small files asked for at once: with their manifests they fit one question
    private const int Piece = 64; // chunks of a large file between two looks at small ones: more make a picture wait longer, fewer cost a look
    private const int Looks = 4; // a server that goes on losing what it just took gets no fifth; the file stays unconfirmed and the next run looks again

    private const string Phase = "sending files";

    private readonly HashSet<BlobKey> _seen = [];
    private long _bytes;
    private long _bytesExpected;
    private int _sent;
    private int _confirmed;
    private int _refused;

    /// <summary>Makes sure that every file that is whole here is on the server.</summary>
    public async Task<FilesMoved> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SendSmallAsync(cancellationToken);
            await SendLargeAsync(cancellationToken);
            return new(_sent, _refused) { Confirmed = _confirmed };
        }
        finally
        {
            progress?.End(Phase);
        }
    }

    private Task SendLargeAsync(CancellationToken cancellationToken) => SendAsync(
        blob => blob.Reference.ChunkCount > Small,
        async blobs =>
        {
            foreach (var blob in blobs)
            {
                await GuardAsync([blob], SendLargeAsync, cancellationToken);
            }
        },
        cancellationToken);

    private Task SendSmallAsync(CancellationToken cancellationToken) =>
        SendAsync(blob => blob.Reference.ChunkCount <= Small, blobs => GuardAsync(blobs, SendAsync, cancellationToken), cancellationToken);

    // A page at a time, whatever of it was not looked at before in this run.
    private async Task SendAsync(Func<ListedBlob, bool> isMeant, Func<List<ListedBlob>, Task> send, CancellationToken cancellationToken)
    {
        for (BlobKey? after = null; !budget.IsSpent;)
        {
            var page = await mediator.Send(new ListBlobs(after, Page) { OnServer = false }, cancellationToken);
            var blobs = page.Where(blob => isMeant(blob) && _seen.Add(blob.Key)).ToList();
            if (blobs.Count > 0)
            {
                await send(blobs);
            }

            if (page.Length < Page)
            {
                return;
            }

            after = page[^1].Key;
        }
    }

    // One file that cannot be sent stops no other: tried again by itself, and then set aside by name until it goes.
    private async Task GuardAsync(IReadOnlyList<ListedBlob> blobs, Func<IReadOnlyList<BlobDescription>, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        var whole = new List<BlobDescription>();
        var candidates = blobs.Where(blob => blob.ChunksHere == blob.Reference.ChunkCount && refused?.Rests(blob.Key) != true).ToList();
        var staying = await sharing.FindStayingAsync([.. candidates.Select(blob => blob.Key)], cancellationToken);
        foreach (var blob in candidates.Where(blob => !staying.Contains(blob.Key)))
        {
            if (await mediator.Send(new DescribeBlob(blob.Key), cancellationToken) is { IsComplete: true } description)
            {
                whole.Add(description);
            }
        }

        try
        {
            await send(whole, cancellationToken);
        }
        catch (AurixException failure) when (whole.Count > 1 && IsAboutOneFile(failure))
        {
            foreach (var blob in blobs)
            {
                await GuardAsync([blob], send, cancellationToken);
            }
        }
        catch (AurixException failure) when (whole.Count == 1 && IsAboutOneFile(failure))
        {
            _refused++;
            refused?.Note(whole[0].Key);
            await mediator.Send(new QuarantineRemote([new(remoteName, whole[0].Reference.Manifest.RemoteId, "", Refusal, $"A file cannot be sent, and the documents that name it wait: {failure.Message}")]), cancellationToken);
        }
    }

    private static bool IsAboutOneFile(AurixException failure) =>
        failure is RemoteRefusedException { Code: "RemoteRefused" or CouchClient.TooLarge } or StoreException { Code: "BlobDamaged" or "BlobEvicted" };

    private async Task SendLargeAsync(IReadOnlyList<BlobDescription> blobs, CancellationToken cancellationToken)
    {
        foreach (var blob in blobs)
        {
            var missing = await remote.FindMissingAsync(blob.Chunks, cancellationToken);
            Expect(IndexesOf(blob, missing).Sum(index => SealedFile.BytesOf(blob, index)));
            foreach (var piece in IndexesOf(blob, missing).Chunk(Piece))
            {
                await SendChunksAsync(piece.Select(index => (blob, index)), cancellationToken);
                await SendSmallAsync(cancellationToken);
            }
        }

        await SendAsync(blobs, cancellationToken);
    }

    // A chunk that was there when it was asked for may be collected while the others are sent (ADR 0014): so it is asked again until nothing
    // lacks, and only then may a document be sent that names the file.
    private async Task SendAsync(IReadOnlyList<BlobDescription> blobs, CancellationToken cancellationToken)
    {
        var open = blobs.ToList();
        for (var look = 0; look < Looks && open.Count > 0 && !budget.IsSpent; look++)
        {
            var missing = await remote.FindMissingAsync([.. open.SelectMany(blob => blob.Chunks.Append(blob.Reference.Manifest)).Distinct()], cancellationToken);
            var done = open.Where(blob => !missing.Contains(blob.Reference.Manifest) && !blob.Chunks.Any(missing.Contains)).ToList();
            if (done.Count > 0)
            {
                await mediator.Send(new NoteBlobOnServer([.. done.Select(blob => blob.Key)]), cancellationToken);
                await mediator.Send(new SettleQuarantine(remoteName, [.. done.Select(blob => blob.Reference.Manifest.RemoteId)], Refusal), cancellationToken);
                _confirmed += done.Count;
                open.RemoveAll(done.Contains);
            }

            if (look == 0)
            {
                Expect(open.Sum(blob => IndexesOf(blob, missing).Sum(index => SealedFile.BytesOf(blob, index))));
            }

            if (!await SendChunksAsync(open.SelectMany(blob => IndexesOf(blob, missing).Select(index => (blob, index))), cancellationToken))
            {
                return;
            }

            await Parallel.ForEachAsync(
                open.Where(blob => missing.Contains(blob.Reference.Manifest)),
                new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken },
                async (blob, token) => await new SealedFile(mediator, remote, blob).SendManifestAsync(token));
        }
    }

    private async Task<bool> SendChunksAsync(IEnumerable<(BlobDescription Blob, int Index)> chunks, CancellationToken cancellationToken)
    {
        var all = chunks.ToList();
        var done = 0;
        await Parallel.ForEachAsync(
            all,
            new ParallelOptions { MaxDegreeOfParallelism = Lanes, CancellationToken = cancellationToken },
            async (chunk, token) =>
            {
                var bytes = SealedFile.BytesOf(chunk.Blob, chunk.Index);
                if (budget.TrySpend(bytes))
                {
                    await new SealedFile(mediator, remote, chunk.Blob).SendChunkAsync(chunk.Index, token);
                    Interlocked.Increment(ref done);
                    var count = Interlocked.Increment(ref _sent);
                    var travelled = Interlocked.Add(ref _bytes, bytes);
                    await (progress?.ReportAsync(Phase, count, null, travelled, Interlocked.Read(ref _bytesExpected)) ?? Task.CompletedTask);
                }
            });
        return done == all.Count;
    }

    private void Expect(long bytes) => Interlocked.Add(ref _bytesExpected, bytes);

    private static IEnumerable<int> IndexesOf(BlobDescription blob, ImmutableHashSet<BlobAddress> missing) =>
        Enumerable.Range(0, blob.Chunks.Length).Where(index => missing.Contains(blob.Chunks[index]));
}

/// <summary>What a run moved in one direction.</summary>
/// <param name="Chunks">Chunks.</param>
/// <param name="Refused">What was set aside.</param>
internal sealed record FilesMoved(int Chunks, int Refused)
{
    public static FilesMoved Nothing { get; } = new(0, 0);

    /// <summary>Files that are known to be on the server now and were not before: what names them need not wait any more.</summary>
    public int Confirmed { get; init; }
}
