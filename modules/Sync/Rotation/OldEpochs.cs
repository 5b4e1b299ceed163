using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Healing;
using MediatR;

namespace Aurix.Platform.Sync.Rotation;

/// <summary>Finds leaves under closed keys and says them again under the present ones: what others would refuse at once, the rest little by little.</summary>
internal sealed class OldEpochs(IMediator mediator, Resealer resealer)
{
    private const int Page = 200; // documents a page of the feed: larger holds the cursor back longer, smaller writes it more often
    private const int ReadSize = 8; // documents a question: at 4 MiB a leaf, what is held at once stays bounded

    /// <summary>Says again every leaf that closed keys sealed and the closing list does not name: an edit made here before this device knew. Comes before a push.</summary>
    public async Task<int> ResealUnlistedAsync(CancellationToken cancellationToken)
    {
        if (await CursorAsync(cancellationToken) is not { } cursor)
        {
            return 0;
        }

        var resealed = 0;
        for (var caughtUp = false; !caughtUp;)
        {
            var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, cursor.Unlisted, Page), cancellationToken);
            resealed += await ResealAsync(changes.Rows, [EpochStanding.Unlisted], cancellationToken);
            caughtUp = changes.CaughtUp;
            if (changes.LastSequence != cursor.Unlisted)
            {
                cursor = cursor with { Unlisted = changes.LastSequence };
                await cursor.WriteAsync(mediator, cancellationToken);
            }
        }

        return resealed;
    }

    /// <summary>Goes through one more page and says again whatever in it is still under closed keys. Answers how many leaves, and null when nothing is left to look at.</summary>
    public async Task<int?> ResealSomeAsync(CancellationToken cancellationToken)
    {
        if (await CursorAsync(cancellationToken) is not { } cursor)
        {
            return null;
        }

        var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, cursor.Listed, Page), cancellationToken);
        if (changes.LastSequence == cursor.Listed)
        {
            return null;
        }

        var resealed = await ResealAsync(changes.Rows, [EpochStanding.Listed, EpochStanding.Unlisted], cancellationToken);
        await (cursor with { Listed = changes.LastSequence }).WriteAsync(mediator, cancellationToken);
        return resealed;
    }

    public async Task<ResealStatus> DescribeAsync(CancellationToken cancellationToken)
    {
        var closed = await mediator.Send(new DescribeClosedEpochs(), cancellationToken);
        if (closed.List is null)
        {
            return new(closed.Current, IsNeeded: false, Left: 0);
        }

        var cursor = await ResealCursor.ReadAsync(mediator, closed, cancellationToken);
        var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, cursor.Listed, 1) { CountPending = true }, cancellationToken);
        return new(closed.Current, IsNeeded: true, changes.Rows.Length + (changes.Pending ?? 0));
    }

    private async Task<ResealCursor?> CursorAsync(CancellationToken cancellationToken)
    {
        var closed = await mediator.Send(new DescribeClosedEpochs(), cancellationToken);
        return closed is { List: not null, IsHere: true } ? await ResealCursor.ReadAsync(mediator, closed, cancellationToken) : null;
    }

    private async Task<int> ResealAsync(ImmutableArray<ChangeRow> rows, EpochStanding[] which, CancellationToken cancellationToken)
    {
        var resealed = 0;
        foreach (var part in rows.Select(row => new WantedRevision(row.Id, Revision: null)).Chunk(ReadSize))
        {
            var leaves = (await mediator.Send(new ReadRevisions(DatabaseName.Vault, [.. part], PathLimit: 2), cancellationToken)).Where(leaf => leaf.Body is not null).ToList();
            var standings = await mediator.Send(new FindEpochs([.. leaves.Select(Draft)]), cancellationToken);
            var old = leaves.Where((_, index) => which.Contains(standings[index])).ToList();
            var revisions = old.Select(leaf => leaf.Revision).ToHashSet();
            resealed += await resealer.ResealAsync([.. old.Select(leaf => leaf.Id).Distinct()], leaf => revisions.Contains(leaf.Revision), cancellationToken);
        }

        return resealed;
    }

    private static RevisionDraft Draft(StoredRevision leaf) =>
        new(leaf.Id, leaf.Revision.Generation, leaf.Path.Parent?.Hash ?? RevisionHash.None, leaf.IsTombstone, leaf.Body!.Utf8) { Known = leaf.Revision.Hash };
}
