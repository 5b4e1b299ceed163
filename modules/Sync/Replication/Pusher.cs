using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Live;
using Aurix.Platform.Sync.Transfer;
using MediatR;

namespace Aurix.Platform.Sync.Replication;

/// <summary>Steps 5 to 9: what changed here and the server lacks is sealed and sent: parks first, then the rest. A document whose file is not on the server yet is held back.</summary>
/// <remarks>
/// Two stages: while some batches are sent, the next is read and sealed. Several are under way at once, because a server answers each only
/// after its disk has; they are seen to the end in the order of the feed, so the checkpoint passes nothing that is still on its way.
/// </remarks>
internal sealed class Pusher(IMediator mediator, IRemoteDatabase remote, OwnLog log, Sharing sharing, PushPlace place, string remoteName, SyncCounts? counts = null, ProgressBook? progress = null)
{
    private const int FeedSize = 500; // documents a batch: larger holds more envelopes in memory, smaller costs round trips
    private const int Lanes = 4; // batches under way: more hold more in memory, fewer leave the server idle while its answers travel
    private const int PathLength = 64; // ancestors told where the server names none of its own: more go along with every edit, fewer leave room for less that it does not name
    private const int LongestPath = 1000; // a server forgets what is further back (revs_limit)

    /// <summary>The code of what a server would not take.</summary>
    public const string Refusal = "PushRefused";

    private const string Phase = "pushing documents";

    private readonly RevisionSealer _sealer = new(mediator, log);
    private long _looked;
    private long? _total;

    /// <summary>Deletes that wait for their owner's yes.</summary>
    public ImmutableHashSet<DocumentId> HeldDeletes { get; init; } = [];

    /// <summary>Pushes everything after the place, and what was held back and need not be any more.</summary>
    public async Task<PushResult> RunAsync(CheckpointLog checkpoint, CancellationToken cancellationToken)
    {
        // From the first round on: what the server lacks is not compacted away before it has it.
        await mediator.Send(new NoteSynced(remoteName, checkpoint.Place), cancellationToken);
        counts?.Pushed(checkpoint.Place);
        var through = place.BeginAt(checkpoint.Place);
        if (progress is not null)
        {
            var first = await mediator.Send(new ReadChanges(DatabaseName.Vault, through, Limit: 1) { CountPending = true }, cancellationToken);
            _total = place.Held.Count + first.Rows.Length + first.Pending;
        }

        var released = await SendAsync(ChangesAsync([.. place.Held], cancellationToken), checkpoint: null, cancellationToken);
        var sent = await SendAsync(ChangesAsync(through, cancellationToken), checkpoint, cancellationToken);
        if (place.Held.Count == 0 && place.Through.ToString() != checkpoint.Since)
        {
            await AdvanceAsync(checkpoint, place.Through, cancellationToken); // it stood before what was held back until now
        }

        return released + sent;
    }

    /// <summary>Offers these documents again, whatever the checkpoint says: of what the server has, only the names go.</summary>
    public Task<PushResult> OfferAgainAsync(IReadOnlyCollection<DocumentId> documents, CancellationToken cancellationToken) =>
        SendAsync(ChangesAsync(documents, cancellationToken), checkpoint: null, cancellationToken);

    /// <summary>Sends what these documents show without asking what the server has: for a few edits that were just made. Moves no checkpoint; the next round asks.</summary>
    /// <returns>Documents that were left out, because a file that they name is not on the server yet.</returns>
    public async Task<ImmutableHashSet<DocumentId>> SendAtOnceAsync(ImmutableArray<ChangeRow> rows, CancellationToken cancellationToken)
    {
        rows = await sharing.WithoutStayingAsync(rows, cancellationToken);
        var held = await FindHeldAsync(rows, cancellationToken);
        await sharing.NoteSharedAsync(rows.Where(row => !held.Contains(row.Id)).Select(row => row.RemoteId!), cancellationToken);
        foreach (var part in rows.Where(row => !held.Contains(row.Id)).Select(row => new WantedRevision(row.Id, row.Winner)).Chunk(RevisionSealer.ReadSize))
        {
            var revisions = await mediator.Send(new ReadRevisions(DatabaseName.Vault, [.. part], PathLength), cancellationToken);
            var documents = await _sealer.SealAsync([.. revisions.Where(revision => revision.Body is not null)], cancellationToken);
            await NoteAsync(documents, await WriteAsync(documents, cancellationToken), cancellationToken);
        }

        return held;
    }

    private async Task<PushResult> SendAsync(IAsyncEnumerable<ChangesBatch> changes, CheckpointLog? checkpoint, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<SealedBatch>(1);
        var sealing = SealAsync(changes, batches.Writer, stop.Token);
        var result = PushResult.Nothing;
        try
        {
            await using var sent = new InOrder<SentBatch>(Lanes, stop.Token);
            var before = Task.CompletedTask;
            await foreach (var batch in batches.Reader.ReadAllAsync(stop.Token))
            {
                while (sent.IsFull || sent.IsNextOver)
                {
                    result += await SettleAsync(await sent.TakeAsync(), sent.IsNextDone ? null : checkpoint, stop.Token);
                }

                var earlier = before;
                sent.Begin(token => WriteAsync(earlier, batch, token));
                before = batch.EndsAt is null ? sent.Newest : Task.CompletedTask; // the parts of one piece keep their order
            }

            while (!sent.IsEmpty)
            {
                result += await SettleAsync(await sent.TakeAsync(), sent.IsNextDone ? null : checkpoint, stop.Token);
            }

            await sealing;
            return result;
        }
        finally
        {
            progress?.End(Phase);
            await stop.CancelAsync();
            await sealing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <param name="checkpoint">Null when the next is settled at once, and notes both: a checkpoint is a write on both sides.</param>
    private async Task<PushResult> SettleAsync(SentBatch sent, CheckpointLog? checkpoint, CancellationToken cancellationToken)
    {
        var batch = sent.Batch;
        var refused = await NoteAsync(batch.Documents, sent.Failures, cancellationToken);
        await log.SettleAsync(batch.LastNoted, cancellationToken);
        place.Note(batch.Decided, batch.Held);
        if (checkpoint is not null && batch.EndsAt is { } sequence)
        {
            // :: Step 9: everything up to here is on the server, or durably named here as refused (I-2). Nothing that is held back is passed.
            place.Through = sequence;
            if (place.Held.Count == 0)
            {
                await AdvanceAsync(checkpoint, sequence, cancellationToken);
            }
        }

        _looked += batch.Decided.Length + batch.Held.Count;
        if (progress is not null)
        {
            await progress.ReportAsync(Phase, _looked, _total);
        }

        return new PushResult(batch.Documents.Length - refused, refused);
    }

    private async Task AdvanceAsync(CheckpointLog checkpoint, LocalSequence sequence, CancellationToken cancellationToken)
    {
        await checkpoint.AdvanceAsync(sequence.ToString(), cancellationToken);
        await mediator.Send(new NoteSynced(remoteName, sequence), cancellationToken);
        counts?.Pushed(sequence);
    }

    // :: Step 5: the change feed since the checkpoint.
    private async IAsyncEnumerable<ChangesBatch> ChangesAsync(LocalSequence since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var caughtUp = false; !caughtUp;)
        {
            var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, FeedSize), cancellationToken);
            yield return changes;
            caughtUp = changes.CaughtUp;
            since = changes.LastSequence;
        }
    }

    private async IAsyncEnumerable<ChangesBatch> ChangesAsync(IEnumerable<DocumentId> documents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var part in documents.Chunk(FeedSize))
        {
            yield return await mediator.Send(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, FeedSize) { Only = [.. part] }, cancellationToken);
        }
    }

    private async Task SealAsync(IAsyncEnumerable<ChangesBatch> feed, ChannelWriter<SealedBatch> batches, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var changes in feed)
            {
                if (!changes.Rows.IsEmpty)
                {
                    await SealAsync(changes, batches, cancellationToken);
                }
            }

            batches.Complete();
        }
        catch (Exception failure)
        {
            batches.Complete(failure);
            throw;
        }
    }

    // Hands on what is sealed as soon as it is enough, so that memory does not depend on how large the documents of a feed piece are.
    private async Task SealAsync(ChangesBatch changes, ChannelWriter<SealedBatch> batches, CancellationToken cancellationToken)
    {
        var travelling = await sharing.WithoutStayingAsync(changes.Rows, cancellationToken);
        var held = await FindHeldAsync(travelling, cancellationToken);
        var decided = changes.Rows.Select(row => row.Id).Where(id => !held.Contains(id)).ToImmutableArray();
        var revisions = new List<StoredRevision>();
        var bytes = 0L;
        foreach (var part in (await LackingAsync([.. travelling.Where(row => !held.Contains(row.Id))], cancellationToken)).Chunk(RevisionSealer.ReadSize))
        {
            foreach (var revision in await mediator.Send(new ReadRevisions(DatabaseName.Vault, [.. part.Select(lacking => lacking.Wanted)], part.Max(lacking => lacking.Path)), cancellationToken))
            {
                if (revision.Body is { } body)
                {
                    revisions.Add(revision);
                    bytes += body.Utf8.Length;
                }
            }

            if (bytes >= BatchPace.Most)
            {
                await batches.WriteAsync(new(await _sealer.SealAsync(revisions, cancellationToken), log.Last, [], [], EndsAt: null), cancellationToken);
                revisions.Clear();
                bytes = 0;
            }
        }

        await batches.WriteAsync(new(await _sealer.SealAsync(revisions, cancellationToken), log.Last, decided, held, changes.LastSequence), cancellationToken);
    }

    // I-9: no device ever sees a name without its bytes. A file that has not come down to this device yet is on the server from whoever made it.
    private async Task<ImmutableHashSet<DocumentId>> FindHeldAsync(ImmutableArray<ChangeRow> rows, CancellationToken cancellationToken) =>
        rows.IsEmpty ? [] : [.. await mediator.Send(new FindDocumentsAwaitingUpload([.. rows.Select(row => row.Id)]), cancellationToken), .. rows.Select(row => row.Id).Where(HeldDeletes.Contains)];

    // :: Step 6: what the server lacks. All leaves, parked ones too: a loser that stays here is lost with this device.
    private async Task<IEnumerable<(WantedRevision Wanted, int Path)>> LackingAsync(ImmutableArray<ChangeRow> changed, CancellationToken cancellationToken)
    {
        var rows = changed.Where(row => row.RemoteId is not null).ToList();
        if (rows.Count == 0)
        {
            return [];
        }

        await sharing.NoteSharedAsync(rows.Select(row => row.RemoteId!), cancellationToken);
        var missing = await remote.FindMissingAsync([.. rows.Select(row => new RevisionOffer(row.RemoteId!, [.. row.Leaves.Select(leaf => leaf.Revision)]))], cancellationToken);

        await _sealer.VouchAsync(rows, missing, cancellationToken);

        // What the server refused once and has by now, from another device or because it took it all the same, is refused no longer.
        await mediator.Send(new SettleQuarantine(remoteName, [.. rows.Select(row => row.RemoteId!).Where(id => !missing.ContainsKey(id))], Refusal), cancellationToken);

        var paths = rows.ToDictionary(row => row.Id, row => missing.TryGetValue(row.RemoteId!, out var lack) ? lack.Ancestor : 0);
        return PushOrder.Of(rows, (row, leaf) => missing.TryGetValue(row.RemoteId!, out var lack) && lack.Missing.Contains(leaf.Revision.ToString()))
            .Select(wanted => (wanted, PathTo(paths[wanted.Id], wanted.Revision!.Value.Generation)));
    }

    // As far as the leaf that the server has: a path that ends before it joins nothing, and stands beside it as a conflict that nobody made.
    private static int PathTo(int ancestor, int generation) => ancestor == 0 ? PathLength : Math.Clamp(generation - ancestor + 1, PathLength, LongestPath);

    private async Task<SentBatch> WriteAsync(Task before, SealedBatch batch, CancellationToken cancellationToken)
    {
        await before;
        return new(batch, await WriteAsync(batch.Documents, cancellationToken));
    }

    private async Task<ImmutableArray<WriteFailure>> WriteAsync(ImmutableArray<SealedRevision> documents, CancellationToken cancellationToken)
    {
        var failures = ImmutableArray.CreateBuilder<WriteFailure>();
        foreach (var part in BySize(documents))
        {
            failures.AddRange(await remote.WriteAsync(part, cancellationToken));
        }

        return failures.ToImmutable();
    }

    // Durable before the checkpoint passes it.
    private async Task<int> NoteAsync(ImmutableArray<SealedRevision> documents, ImmutableArray<WriteFailure> failures, CancellationToken cancellationToken)
    {
        await mediator.Send(new SettleQuarantine(remoteName, [.. documents.Select(document => document.Id).Except(failures.Select(failure => failure.Id))], Refusal), cancellationToken);
        return await RefuseAsync(failures, cancellationToken);
    }

    private async Task<int> RefuseAsync(ImmutableArray<WriteFailure> failures, CancellationToken cancellationToken)
    {
        if (failures.IsEmpty)
        {
            return 0;
        }

        await log.ForgetAsync(failures, cancellationToken);
        return await mediator.Send(
            new QuarantineRemote([.. failures.Select(failure => new QuarantineEntry(remoteName, failure.Id, failure.Revision, Refusal, $"The server refused it: {failure.Error}, {failure.Reason}"))]),
            cancellationToken);
    }

    // Asked anew before each: what the server made of the last one may change what the next had best hold.
    private IEnumerable<List<SealedRevision>> BySize(IEnumerable<SealedRevision> documents)
    {
        var part = new List<SealedRevision>();
        var bytes = 0;
        foreach (var document in documents)
        {
            if (part.Count > 0 && bytes + document.Envelope.Length > remote.BestWrite)
            {
                yield return part;
                part = [];
                bytes = 0;
            }

            part.Add(document);
            bytes += document.Envelope.Length;
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    /// <param name="Documents">To be sent.</param>
    /// <param name="LastNoted">The number of the last entry of the own log that belongs to it or to one before it.</param>
    /// <param name="Decided">What has been seen to the end with this batch.</param>
    /// <param name="Held">What waits for a file.</param>
    /// <param name="EndsAt">Where the feed stands after it; null when more of the same piece of the feed follows.</param>
    private sealed record SealedBatch(ImmutableArray<SealedRevision> Documents, long LastNoted, ImmutableArray<DocumentId> Decided, ImmutableHashSet<DocumentId> Held, LocalSequence? EndsAt);

    private sealed record SentBatch(SealedBatch Batch, ImmutableArray<WriteFailure> Failures);
}

/// <summary>What a push sent.</summary>
internal sealed record PushResult(int Documents, int Refused)
{
    public static PushResult Nothing { get; } = new(0, 0);

    public static PushResult operator +(PushResult left, PushResult right) => new(left.Documents + right.Documents, left.Refused + right.Refused);
}
