using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Transfer;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Are the files that leaves name on the server, manifest and every chunk? And, when asked, are they what was sealed?</summary>
internal sealed class FileAudit(IMediator mediator, RemoteVault remote, Findings findings, bool opens, bool heals)
{
    private const int Remembered = 10_000; // files looked at already: more of them cost memory, and looking twice costs only time

    private readonly HashSet<BlobAddress> _seen = [];
    private long _chunks;

    public long Files { get; private set; }

    public long Chunks => _chunks;

    public async Task CheckAsync(IEnumerable<DocumentBody> bodies, CancellationToken cancellationToken)
    {
        foreach (var body in bodies)
        {
            var shown = body.Parked is { } parked ? DocumentBodyCodec.DecodeTrusted(parked.Body.Utf8) : body;
            foreach (var blob in shown.Attachments.Values.Select(attachment => attachment.Blob).Where(blob => IsNew(blob.Manifest)))
            {
                Files++;
                await CheckAsync(body.Id, blob, cancellationToken);
            }
        }
    }

    private bool IsNew(BlobAddress manifest)
    {
        if (_seen.Count >= Remembered)
        {
            _seen.Clear();
        }

        return _seen.Add(manifest);
    }

    private async Task CheckAsync(DocumentId document, BlobReference blob, CancellationToken cancellationToken)
    {
        var key = new BlobKey(blob.Manifest.ToString());
        var here = await mediator.Send(new DescribeBlob(key), cancellationToken);
        var (chunks, listed) = await ListAsync(document, blob, here, cancellationToken);
        Interlocked.Add(ref _chunks, chunks.Length);
        var missing = await remote.Chunks.FindMissingAsync([.. chunks, blob.Manifest], cancellationToken);
        var sound = listed && missing.IsEmpty;
        if (missing.Contains(blob.Manifest))
        {
            findings.Add("ChunkMissing", blob.Manifest.RemoteId, "", document, "The server lacks the manifest of a file.");
        }

        var lacking = Enumerable.Range(0, chunks.Length).Where(index => missing.Contains(chunks[index])).ToList();
        foreach (var index in lacking)
        {
            findings.Add("ChunkMissing", chunks[index].RemoteId, "", document, $"The server lacks chunk {index} of a file.");
        }

        if (opens)
        {
            sound &= await OpenAsync(document, blob, chunks, missing, cancellationToken);
        }

        if (!sound && heals && here is { IsComplete: true })
        {
            sound = await HealAsync(here, cancellationToken);
        }

        if (!sound || opens)
        {
            await mediator.Send(new NoteBlobOnServer([key], sound), cancellationToken); // I-18: what is not there whole is not evicted here
        }
    }

    // What this device knows of the file, or what the server's manifest says when it is the one that the document asks for.
    private async Task<(ImmutableArray<BlobAddress> Chunks, bool Listed)> ListAsync(DocumentId document, BlobReference blob, BlobDescription? here, CancellationToken cancellationToken)
    {
        if (here is { Chunks.IsDefault: false } && !opens)
        {
            return (here.Chunks, true);
        }

        using var received = await remote.Chunks.GetAsync(blob.Manifest, cancellationToken);
        if (received is not null)
        {
            var manifest = await mediator.Send(new OpenManifest(blob, received.Bytes), cancellationToken);
            if (manifest.Code is null)
            {
                return (manifest.Chunks, true);
            }

            findings.Add(manifest.Code, blob.Manifest.RemoteId, "", document, "The server's manifest of a file is not the one that was sealed.");
        }

        return (here is { Chunks.IsDefault: false } ? here.Chunks : [], false);
    }

    private async Task<bool> OpenAsync(DocumentId document, BlobReference blob, ImmutableArray<BlobAddress> chunks, ImmutableHashSet<BlobAddress> missing, CancellationToken cancellationToken)
    {
        var wrong = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, chunks.Length).Where(index => !missing.Contains(chunks[index])),
            new ParallelOptions { MaxDegreeOfParallelism = BlobUploader.Lanes, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                using var received = await remote.Chunks.GetAsync(chunks[index], token);
                using var opened = received is null ? null : await mediator.Send(new OpenChunk(blob, index, chunks[index], received.Bytes), token);
                var code = opened is null ? "ChunkMissing" : opened.Code;
                if (code is not null)
                {
                    Interlocked.Increment(ref wrong);
                    findings.Add(code, chunks[index].RemoteId, "", document, $"What the server gives for chunk {index} of a file is not what was sealed.");
                }
            });
        return wrong == 0;
    }

    private async Task<bool> HealAsync(BlobDescription blob, CancellationToken cancellationToken)
    {
        var file = new SealedFile(mediator, remote.Chunks, blob);
        var healed = 0;
        for (var index = 0; index < blob.Chunks.Length; index++)
        {
            healed += await file.EnsureChunkAsync(index, cancellationToken) ? 1 : 0;
        }

        healed += await file.EnsureManifestAsync(cancellationToken) ? 1 : 0;
        findings.AddHealed(healed);
        return healed > 0;
    }
}
