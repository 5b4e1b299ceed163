using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Replication;
using MediatR;

namespace Aurix.Platform.Sync.Live;

/// <summary>The short way in: a row of the live feed that brings the next revision of a document is opened and grafted as it comes.</summary>
/// <remarks>
/// Only what leaves nothing to ask: one leaf, not deleted, that opens and follows what is here. Everything else, and whatever does not
/// open, is left to the round that comes after; the checkpoint is the round's alone (I-2, I-3, I-5).
/// </remarks>
internal sealed class Inbox(IMediator mediator, Sharing sharing)
{
    private readonly HashSet<(DocumentId, Revision)> _taken = []; // until a round has passed them: what came from the server need not go there

    public bool Took(DocumentId document, Revision revision)
    {
        lock (_taken)
        {
            return _taken.Contains((document, revision));
        }
    }

    /// <summary>A round has seen all of it.</summary>
    public void Forget()
    {
        lock (_taken)
        {
            _taken.Clear();
        }
    }

    /// <summary>Takes in what it can.</summary>
    /// <returns>Whether all of it is here now, or left out by choice.</returns>
    public async Task<bool> TakeAsync(ImmutableArray<LiveRow> rows, CancellationToken cancellationToken)
    {
        var plain = rows.Where(IsPlain).DistinctBy(row => row.Id, StringComparer.Ordinal).ToList();
        var offers = plain.Select(row => new RevisionOffer(row.Id, [Revision.Parse(row.Revisions[0])])).ToImmutableArray();
        var lacking = offers.IsEmpty ? [] : await mediator.Send(new FindMissingRevisions(DatabaseName.Vault, offers), cancellationToken);
        var wanted = lacking.Select(document => document.RemoteId).ToHashSet(StringComparer.Ordinal);
        var news = plain.Where(row => wanted.Contains(row.Id)).ToList();
        var grafted = news.Count == 0 ? 0 : await GraftAsync(news, cancellationToken);
        return plain.Count == rows.Length && grafted == news.Count;
    }

    private async Task<int> GraftAsync(List<LiveRow> news, CancellationToken cancellationToken)
    {
        var received = news.Select(row => new ReceivedDocument(row.Id, row.Revisions[0], IsTombstone: false, CouchJson.Text(row.Document, "e"), [])).ToImmutableArray();
        var opened = (await mediator.Send(new OpenDocuments(received), cancellationToken)).OfType<OpenOutcome.Opened>().ToList();
        var leftOut = await sharing.LeaveOutAsync(opened, cancellationToken);
        var following = await FollowingAsync(opened.FindAll(document => !leftOut.Contains(document.RemoteId)), cancellationToken);
        if (following.IsEmpty)
        {
            return leftOut.Count;
        }

        lock (_taken)
        {
            _taken.UnionWith(following.Select(graft => (graft.Id, graft.Path.Tip)));
        }

        await mediator.Send(new GraftRevisions(DatabaseName.Vault, following), cancellationToken);
        return following.Length + leftOut.Count;
    }

    // Where the parent is not here, only the round can tell how the two lines join.
    private async Task<ImmutableArray<Graft>> FollowingAsync(List<OpenOutcome.Opened> opened, CancellationToken cancellationToken)
    {
        var parents = opened.Where(document => document.Parent is not null).Select(document => new RevisionOffer(document.RemoteId, [document.Parent!.Value])).ToImmutableArray();
        var absent = parents.IsEmpty ? [] : await mediator.Send(new FindMissingRevisions(DatabaseName.Vault, parents), cancellationToken);
        var unknown = absent.Select(document => document.RemoteId).ToHashSet(StringComparer.Ordinal);
        return [.. opened.Where(document => !unknown.Contains(document.RemoteId)).Select(document => Puller.ToGraft(document, ancestry: []))];
    }

    private static bool IsPlain(LiveRow row) =>
        RemoteNames.IsDocument(row.Id)
        && row.Revisions.Length == 1
        && Revision.TryParse(row.Revisions[0], out _)
        && CouchJson.Text(row.Document, "_rev") == row.Revisions[0]
        && row.Document!["_deleted"] is null;
}
