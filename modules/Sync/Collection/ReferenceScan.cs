using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Collection;

/// <summary>Works out which chunks the documents of this device need: those of every file that a leaf names, and of every manifest.</summary>
/// <remarks>Leaves are conflicts and parks too; of a document that was deleted lately, everything that its history still tells; and the closing list.</remarks>
internal sealed class ReferenceScan(IMediator mediator, BlobDatabase chunks, TimeProvider time)
{
    private const int FeedSize = 400;
    private const int ReadSize = 8; // documents a question: at 4 MiB a leaf, what is held at once stays bounded

    private readonly HashSet<BlobAddress> _seen = [];

    /// <summary>What was found so far, each chunk and manifest with the file it is of.</summary>
    public Dictionary<BlobAddress, BlobKey> Needed { get; } = [];

    /// <summary>Whether of every file that was met all chunks are known. If not, nothing can be said of a chunk that was not met.</summary>
    public bool IsSure { get; private set; } = true;

    /// <summary>Up to which change everything was looked at.</summary>
    public LocalSequence LookedTo { get; private set; } = LocalSequence.Start;

    /// <summary>Looks at what changed after <see cref="LookedTo"/>.</summary>
    public async Task GoOnAsync(CancellationToken cancellationToken)
    {
        for (var caughtUp = false; !caughtUp;)
        {
            var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, LookedTo, FeedSize), cancellationToken);
            foreach (var part in changes.Rows.Chunk(ReadSize))
            {
                var leaves = await mediator.Send(new ReadRevisions(DatabaseName.Vault, [.. part.Select(row => new WantedRevision(row.Id, null))], PathLimit: 1), cancellationToken);
                foreach (var leaf in leaves)
                {
                    await LookAsync(leaf, cancellationToken);
                }
            }

            (LookedTo, caughtUp) = (changes.LastSequence, changes.CaughtUp);
        }
    }

    /// <summary>Goes on from where an earlier scan ended.</summary>
    public Task GoOnAsync(LocalSequence from, CancellationToken cancellationToken)
    {
        LookedTo = from;
        return GoOnAsync(cancellationToken);
    }

    /// <summary>The list of what stays valid of closed keys: no document names it, and every device needs it.</summary>
    public async Task LookAtClosingListAsync(CancellationToken cancellationToken)
    {
        if ((await mediator.Send(new DescribeClosedEpochs(), cancellationToken)).List is { } list)
        {
            await NeedAsync(list, cancellationToken);
        }
    }

    private async Task LookAsync(StoredRevision leaf, CancellationToken cancellationToken)
    {
        if (leaf.Body is null)
        {
            IsSure = false;
            return;
        }

        var body = Shown(DocumentBodyCodec.DecodeTrusted(leaf.Body.Utf8));
        await NeedAsync(body, cancellationToken);
        if (body.Deleted && time.GetUtcNow() - body.Stamp.Time < ChunkCollector.Grace)
        {
            foreach (var before in (await mediator.Send(new ReadHistory(leaf.Id), cancellationToken)).Select(entry => entry.Body).OfType<DocumentBody>())
            {
                await NeedAsync(Shown(before), cancellationToken);
            }
        }
    }

    private async Task NeedAsync(DocumentBody body, CancellationToken cancellationToken)
    {
        foreach (var attachment in body.Attachments.Values)
        {
            await NeedAsync(attachment.Blob, cancellationToken);
        }
    }

    private async Task NeedAsync(BlobReference file, CancellationToken cancellationToken)
    {
        if (!_seen.Add(file.Manifest))
        {
            return;
        }

        var key = new BlobKey(file.Manifest.ToString());
        Needed[file.Manifest] = key;
        foreach (var chunk in await ChunksAsync(file, key, cancellationToken))
        {
            Needed[chunk] = key;
        }
    }

    private async Task<ImmutableArray<BlobAddress>> ChunksAsync(BlobReference file, BlobKey key, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new DescribeBlob(key), cancellationToken) is { Chunks.IsDefault: false } here)
        {
            return here.Chunks;
        }

        using var received = await chunks.GetAsync(file.Manifest, cancellationToken);
        if (received is not null
            && await mediator.Send(new OpenManifest(file, received.Bytes), cancellationToken) is { Code: null } manifest)
        {
            return manifest.Chunks;
        }

        IsSure = false;
        _seen.Remove(file.Manifest); // it may come
        return [];
    }

    private static DocumentBody Shown(DocumentBody body) => body.Parked is { } parked ? DocumentBodyCodec.DecodeTrusted(parked.Body.Utf8) : body;
}
