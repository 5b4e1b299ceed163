using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Replication;
using Aurix.Platform.Sync.Transfer;
using MediatR;

namespace Aurix.Platform.Sync.Audit;

/// <summary>Does again, for one page of what was set aside, what was refused then.</summary>
internal sealed class QuarantineRetry(IMediator mediator, RemoteVault remote, FilePolicy files, TimeProvider time)
{
    public async Task RunAsync(IReadOnlyList<QuarantinedEntry> entries, CancellationToken cancellationToken)
    {
        // What another server showed is not to be had from this one.
        var mine = entries.Where(entry => entry.What.Remote == remote.Name).ToList();
        await FetchAsync(mine, cancellationToken);
        await OfferAsync(mine, cancellationToken);
        await ForgetGoneAsync(mine, cancellationToken);
        if (mine.Exists(entry => RemoteNames.IsChunk(entry.What.RemoteId)))
        {
            await new BlobUploader(mediator, remote.Chunks, remote.Name, remote.Sharing, new ByteBudget(null)).RunAsync(cancellationToken);
            await new BlobDownloader(mediator, remote.Chunks, remote.Name, new ByteBudget(null)).RunAsync(files, time.GetUtcNow(), cancellationToken);
        }
    }

    private async Task FetchAsync(List<QuarantinedEntry> entries, CancellationToken cancellationToken)
    {
        var wanted = entries
            .Where(entry => RemoteNames.IsDocument(entry.What.RemoteId) && entry.What.Code != Pusher.Refusal && Revision.TryParse(entry.What.Revision, out _))
            .Select(entry => (entry.What.RemoteId, Revision.Parse(entry.What.Revision)))
            .Distinct()
            .ToList();
        if (wanted.Count > 0)
        {
            await new Puller(mediator, remote.Documents, remote.Name, remote.Sharing).FetchAgainAsync(wanted, cancellationToken); // what is grafted settles its entry
            await mediator.Send(new NormaliseDocuments(), cancellationToken);
        }
    }

    private async Task OfferAsync(List<QuarantinedEntry> entries, CancellationToken cancellationToken)
    {
        var refused = entries.Where(entry => entry.What.Code == Pusher.Refusal).Select(entry => entry.Document).OfType<DocumentId>().ToHashSet();
        if (refused.Count > 0)
        {
            await new Pusher(mediator, remote.Documents, remote.Log, remote.Sharing, new PushPlace(), remote.Name).OfferAgainAsync(refused, cancellationToken);
        }
    }

    // What never was a document of ours is settled when it is gone. Names that are too long were cut, and cannot be asked for.
    private async Task ForgetGoneAsync(List<QuarantinedEntry> entries, CancellationToken cancellationToken)
    {
        var gone = ImmutableArray.CreateBuilder<long>();
        foreach (var entry in entries.Where(entry => IsStranger(entry.What.RemoteId)))
        {
            if (await remote.Documents.GetAsync(entry.What.RemoteId, cancellationToken) is null)
            {
                gone.Add(entry.Number);
            }
        }

        await mediator.Send(new ForgetQuarantined(gone.ToImmutable()), cancellationToken);
    }

    private static bool IsStranger(string id) => !RemoteNames.IsDocument(id) && !RemoteNames.IsChunk(id) && id.Length is > 0 and < RemoteNames.LongestKept;
}
