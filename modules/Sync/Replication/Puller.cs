using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Live;
using MediatR;

namespace Aurix.Platform.Sync.Replication;

/// <summary>Steps 10 to 12: what the server has and we lack is fetched, opened and grafted; what does not open is set aside by name.</summary>
/// <remarks>
/// Three stages with one batch between each: while one batch is grafted, the next is opened and another is fetched, in parts that are under
/// way at once. Memory is bounded by those batches.
/// </remarks>
internal sealed class Puller(IMediator mediator, IRemoteDatabase remote, string remoteName, Sharing sharing, ProgressBook? progress = null)
{
    private const int FeedSize = 500; // rows a question: larger makes the answer slow to come, smaller costs round trips
    private const int FetchSize = 125; // documents a fetch: more seldom fit into one answer, and then have to be asked for again in halves
    private const int Lanes = 4; // fetches under way: more hold more in memory, fewer leave the server idle while its answers travel

    private const int BatchBytes = 4 * 1024 * 1024; // envelope text a batch: larger holds more in memory, smaller commits more often

    private const int MostUnshown = 4000; // documents shown too old: more of them cost more memory than offering the server everything again

    private const int MostAncestors = 64; // of what is refused: what a server says it follows; as many as we tell it

    private const string Phase = "pulling documents";

    private readonly HashSet<DocumentId> _unshown = [];

    private long? _usual; // bytes of an envelope, as the last fetch had them

    private readonly ConcurrentQueue<string> _deviceDocuments = new();

    /// <summary>Whether what closed keys sealed is taken in although their list does not name it: on its owner's word, for one revision.</summary>
    public bool AcceptClosed { get; init; }

    /// <summary>The heads, pieces of logs and words on collecting that changed, by their names on the server.</summary>
    public IReadOnlyCollection<string> DeviceDocuments => _deviceDocuments;

    /// <summary>Pulls everything after the checkpoint.</summary>
    public async Task<PullResult> RunAsync(CheckpointLog checkpoint, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var fetched = Channel.CreateBounded<PulledBatch>(1);
        var opened = Channel.CreateBounded<OpenedBatch>(1);
        var reading = ReadAsync(checkpoint.Since, fetched.Writer, stop.Token);
        var opening = OpenAsync(fetched.Reader, opened.Writer, stop.Token);
        var result = new PullResult(0, 0, IsSuspect: false);
        try
        {
            await foreach (var batch in opened.Reader.ReadAllAsync(stop.Token))
            {
                result = await GraftAsync(batch, result, stop.Token);
                if (batch.From.EndsAt is { } sequence)
                {
                    // I-2: everything up to here is durable, or durably named in quarantine. Only now does the checkpoint move.
                    await checkpoint.AdvanceAsync(sequence, stop.Token);
                }

                if (progress is not null)
                {
                    await progress.ReportAsync(Phase, result.Added, result.Added + batch.From.Pending);
                }
            }

            await Task.WhenAll(reading, opening);
            return result with { Unshown = [.. _unshown], IsSuspect = result.IsSuspect || _unshown.Count > MostUnshown };
        }
        finally
        {
            progress?.End(Phase);
            await stop.CancelAsync();
            await Task.WhenAll(reading, opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Asks again for revisions that were refused or not given, whatever the checkpoint says.</summary>
    public async Task<PullResult> FetchAgainAsync(IReadOnlyList<(string Id, Revision Revision)> wanted, CancellationToken cancellationToken)
    {
        var result = new PullResult(0, 0, IsSuspect: false);
        foreach (var part in wanted.Chunk(FetchSize))
        {
            var answer = await remote.FetchAsync(part, cancellationToken);
            if (AcceptClosed)
            {
                answer = [.. answer.Where(revision => part.Any(want => revision.Id == want.Id && revision.Revision == want.Revision.ToString()))]; // vouched for is this one, not what grew out of it
            }

            result = await GraftAsync(await OpenAsync(new(answer, [.. NotSent(part, answer)], EndsAt: null), cancellationToken), result, cancellationToken);
        }

        return result;
    }

    private async Task ReadAsync(string? since, ChannelWriter<PulledBatch> batches, CancellationToken cancellationToken)
    {
        try
        {
            await using var feed = new InOrder<RemoteChanges>(lanes: 1, cancellationToken); // the next piece is on its way while the documents of this one are
            var startedOver = false;
            feed.Begin(token => BeginAsync(since, token));
            for (var caughtUp = false; !caughtUp;)
            {
                // :: Step 10: changes, what we lack of them, and their envelopes.
                var changes = await feed.TakeAsync();
                caughtUp = changes.CaughtUp;
                if (!caughtUp && changes.LastSequence == since)
                {
                    throw new RemoteRefusedException("FeedStuck", $"'{remoteName}' gives the same piece of its change feed again and again.", "Check the server's log; nothing local is lost.");
                }

                if (!caughtUp)
                {
                    feed.Begin(token => BeginAsync(changes.LastSequence, token));
                }

                var (offers, strangers) = Sort(changes.Rows);
                await sharing.NoteShownAsync([.. offers.Select(offer => offer.RemoteId)], cancellationToken);
                var missing = offers.Length == 0 ? [] : await mediator.Send(new FindMissingRevisions(DatabaseName.Vault, offers), cancellationToken);
                var wanted = missing.SelectMany(document => document.Missing.Select(revision => (document.RemoteId, revision))).ToList();
                await NoteUnshownAsync(offers, missing, cancellationToken);
                if (changes.Rows.Length > 0 || changes.LastSequence != since) // a place that moves without rows is kept too: else its way is gone again in every round
                {
                    await FetchAsync(wanted, strangers, changes, batches, cancellationToken);
                }

                since = changes.LastSequence;
            }

            batches.Complete();

            // A checkpoint may hold whatever a server once said. It must not wedge us: time is lost, never data. Once, or a hostile one keeps us busy.
            async Task<RemoteChanges> BeginAsync(string? place, CancellationToken token)
            {
                try
                {
                    return await remote.ReadChangesAsync(place, FeedSize, token);
                }
                catch (RemoteRefusedException refused) when (refused.Code == CouchDatabase.SequenceRefused && !startedOver)
                {
                    startedOver = true;
                    return await remote.ReadChangesAsync(since: null, FeedSize, token);
                }
            }
        }
        catch (Exception failure)
        {
            batches.Complete(failure);
            throw;
        }
    }

    // G2: where the server shows only what was before a leaf of ours, it has lost the leaf, and has to be offered it again.
    private async Task NoteUnshownAsync(ImmutableArray<RevisionOffer> offers, ImmutableArray<MissingRevisions> missing, CancellationToken cancellationToken)
    {
        var news = missing.Select(document => document.RemoteId).ToHashSet(StringComparer.Ordinal);
        var known = offers.Where(offer => !news.Contains(offer.RemoteId)).ToImmutableArray();
        if (!known.IsEmpty && _unshown.Count <= MostUnshown)
        {
            _unshown.UnionWith(await mediator.Send(new FindUnshownLeaves(known), cancellationToken));
        }
    }

    // Hands on what has come as soon as it is enough, so that memory does not depend on how large the documents of a feed piece are.
    private async Task FetchAsync(List<(string Id, Revision Revision)> wanted, ImmutableArray<QuarantineEntry> strangers, RemoteChanges changes, ChannelWriter<PulledBatch> batches, CancellationToken cancellationToken)
    {
        var fetched = ImmutableArray.CreateBuilder<RemoteRevision>();
        var quarantine = strangers.ToBuilder();
        var bytes = 0L;
        await using var fetches = new InOrder<FetchedPart>(Lanes, cancellationToken);
        for (var begun = 0; begun < wanted.Count || !fetches.IsEmpty;)
        {
            while (begun < wanted.Count && !fetches.IsFull && (_usual is not null || fetches.IsEmpty)) // the first alone: it tells how large they are
            {
                var part = Part(wanted, begun, (int)Math.Clamp(BatchBytes / Math.Max(1, _usual ?? 1), 1, FetchSize));
                begun += part.Length;
                fetches.Begin(async token => new(part, await remote.FetchAsync(part, token)));
            }

            var (asked, answer) = await fetches.TakeAsync();
            fetched.AddRange(answer);
            quarantine.AddRange(NotSent(asked, answer));
            var size = answer.Sum(revision => (long)(revision.Envelope?.Length ?? 0));
            _usual = size / Math.Max(1, answer.Length);
            bytes += size;
            if (bytes >= BatchBytes)
            {
                await batches.WriteAsync(new(fetched.DrainToImmutable(), quarantine.DrainToImmutable(), EndsAt: null) { Pending = changes.Pending }, cancellationToken);
                bytes = 0;
            }
        }

        await batches.WriteAsync(new(fetched.DrainToImmutable(), quarantine.DrainToImmutable(), changes.LastSequence) { Pending = changes.Pending }, cancellationToken);
    }

    // A document is taken in with all its leaves or not at all, so they come together.
    private static (string Id, Revision Revision)[] Part(List<(string Id, Revision Revision)> wanted, int begin, int size)
    {
        var end = Math.Min(begin + size, wanted.Count);
        while (end < wanted.Count && wanted[end].Id == wanted[end - 1].Id)
        {
            end++;
        }

        return [.. wanted[begin..end]];
    }

    private async Task OpenAsync(ChannelReader<PulledBatch> fetched, ChannelWriter<OpenedBatch> opened, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in fetched.ReadAllAsync(cancellationToken))
            {
                await opened.WriteAsync(await OpenAsync(batch, cancellationToken), cancellationToken);
            }

            opened.Complete();
        }
        catch (Exception failure)
        {
            opened.Complete(failure);
            throw;
        }
    }

    private async Task<OpenedBatch> OpenAsync(PulledBatch batch, CancellationToken cancellationToken)
    {
        // :: Step 11: open. One outcome for each; a refusal stops nobody else.
        var received = batch.Fetched.Select(revision => new ReceivedDocument(revision.Id, revision.Revision, revision.IsTombstone, revision.Envelope, revision.Ancestry)).ToImmutableArray();
        var outcomes = received.IsEmpty ? [] : await mediator.Send(new OpenDocuments(received) { AcceptClosed = AcceptClosed }, cancellationToken);
        var quarantine = batch.Strangers.ToBuilder();
        var grafts = ImmutableArray.CreateBuilder<Graft>(outcomes.Length);
        for (var index = 0; index < outcomes.Length; index++)
        {
            if (outcomes[index] is OpenOutcome.Opened opened)
            {
                grafts.Add(ToGraft(opened, batch.Fetched[index].Ancestry));
            }
            else if (outcomes[index] is OpenOutcome.Rejected rejected)
            {
                quarantine.Add(Refused(batch.Fetched[index], rejected));
            }
        }

        // :: Step 12 takes parents before children.
        grafts.Sort((left, right) => left.Path.Start.CompareTo(right.Path.Start));
        return new(batch, grafts.ToImmutable(), quarantine.ToImmutable(), outcomes.Any(outcome => outcome is OpenOutcome.Rejected))
        {
            Opened = [.. outcomes.OfType<OpenOutcome.Opened>()],
        };
    }

    // :: Step 12: graft.
    private async Task<PullResult> GraftAsync(OpenedBatch batch, PullResult result, CancellationToken cancellationToken)
    {
        if (!batch.Quarantine.IsEmpty)
        {
            await mediator.Send(new QuarantineRemote(batch.Quarantine), cancellationToken);
        }

        var leftOut = await sharing.LeaveOutAsync(batch.Opened, cancellationToken); // after what came before is here
        var grafts = leftOut.IsEmpty ? batch.Grafts : [.. batch.Grafts.Where(graft => !leftOut.Contains(graft.RemoteId!))];
        var grafted = grafts.IsEmpty ? [] : await mediator.Send(new GraftRevisions(DatabaseName.Vault, grafts), cancellationToken);
        return new(result.Added + grafted.Count(graft => graft.Added), result.Quarantined + batch.Quarantine.Length, result.IsSuspect || batch.IsSuspect);
    }

    private QuarantineEntry Refused(RemoteRevision revision, OpenOutcome.Rejected rejected) =>
        new(remoteName, Shorten(revision.Id), Shorten(revision.Revision), rejected.Code, rejected.Detail)
        {
            RawHash = revision.Envelope is { } raw ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(raw))) : null,
            SaidToFollow = rejected.Code is RejectionCodes.ForgedDelete ? [.. Ancestors(revision)] : [],
        };

    private static IEnumerable<Revision> Ancestors(RemoteRevision revision) => revision.Ancestry
        .Take(MostAncestors)
        .Select((hash, index) => Revision.TryParse($"{revision.Start - (long)index}-{hash}", out var ancestor) ? ancestor : (Revision?)null)
        .Skip(1)
        .OfType<Revision>();

    private (ImmutableArray<RevisionOffer> Offers, ImmutableArray<QuarantineEntry> Strangers) Sort(ImmutableArray<RemoteChange> rows)
    {
        var offers = ImmutableArray.CreateBuilder<RevisionOffer>(rows.Length);
        var strangers = ImmutableArray.CreateBuilder<QuarantineEntry>();
        foreach (var row in rows)
        {
            if (RemoteNames.IsDocument(row.Id))
            {
                // A leaf that nobody can have made does not hide the others of its document.
                offers.Add(new(row.Id, [.. row.Revisions.Where(text => Revision.TryParse(text, out _)).Select(Revision.Parse)]));
                strangers.AddRange(row.Revisions.Where(text => !Revision.TryParse(text, out _)).Select(text =>
                    new QuarantineEntry(remoteName, row.Id, Shorten(text), RejectionCodes.RevMismatch, "The server names a revision that no device can have made.")));
            }
            else if (RemoteNames.IsDeviceLog(row.Id))
            {
                _deviceDocuments.Enqueue(row.Id); // heads, logs, collecting: whoever checks them opens them, and names what does not
            }
            else if (row.Id != VaultDocument.Id)
            {
                strangers.Add(new(remoteName, Shorten(row.Id), Shorten(row.Revisions.FirstOrDefault("")), RejectionCodes.PlaintextInjected, "The server holds a document that no device of this vault wrote. It was not read."));
            }
        }

        return (offers.ToImmutable(), strangers.ToImmutable());
    }

    // I-5: the checkpoint is about to pass these. A later revision answers for its ancestors.
    private IEnumerable<QuarantineEntry> NotSent((string Id, Revision Revision)[] wanted, ImmutableArray<RemoteRevision> fetched)
    {
        var sent = fetched.ToLookup(revision => revision.Id, StringComparer.Ordinal);
        return wanted
            .Where(want => !sent[want.Id].Any(revision => revision.Revision == want.Revision.ToString() || revision.Ancestry.Contains(want.Revision.Hash.ToString())))
            .Select(want => new QuarantineEntry(remoteName, want.Id, want.Revision.ToString(), "RevisionMissing", "The server names this revision and does not give it. It comes with the document's next change."));
    }

    /// <summary>What was opened, as Storage takes it.</summary>
    /// <param name="opened">The revision.</param>
    /// <param name="ancestry">The hashes that the server tells of it and those before it, newest first; none where it was not asked.</param>
    public static Graft ToGraft(OpenOutcome.Opened opened, ImmutableArray<string> ancestry)
    {
        // The envelope vouches for the revision and its parent; what is older is the server's word, and Storage treats it so.
        var hashes = ImmutableArray.CreateBuilder<RevisionHash>();
        hashes.Add(opened.Revision.Hash);
        if (opened.Parent is { } parent)
        {
            hashes.Add(parent.Hash);
            foreach (var text in ancestry.Skip(2).Take(Math.Max(0, opened.Revision.Generation - 2)))
            {
                if (!RevisionHash.TryParse(text, out var hash))
                {
                    break;
                }

                hashes.Add(hash);
            }
        }

        return new(opened.Body.Id, opened.RemoteId, new RevisionPath(opened.Revision.Generation, hashes.ToImmutable()), opened.IsTombstone, opened.Encoded, [])
        {
            AuthenticatedParent = opened.Parent,
        };
    }

    // What a server sends as an id may be as long as it likes; what we keep of it may not.
    private static string Shorten(string text) => RemoteNames.Shorten(text);

    /// <param name="EndsAt">Where the feed stands after it; null when more of the same piece of the feed follows.</param>
    private sealed record PulledBatch(ImmutableArray<RemoteRevision> Fetched, ImmutableArray<QuarantineEntry> Strangers, string? EndsAt)
    {
        /// <summary>How many rows of the feed come after it, as the server says.</summary>
        public long? Pending { get; init; }
    }

    private sealed record FetchedPart((string Id, Revision Revision)[] Asked, ImmutableArray<RemoteRevision> Answer);

    /// <param name="IsSuspect">Something forged stood where a document of the vault belongs.</param>
    private sealed record OpenedBatch(PulledBatch From, ImmutableArray<Graft> Grafts, ImmutableArray<QuarantineEntry> Quarantine, bool IsSuspect)
    {
        /// <summary>What the grafts were made of.</summary>
        public ImmutableArray<OpenOutcome.Opened> Opened { get; init; } = [];
    }
}

/// <summary>What a pull brought.</summary>
/// <param name="Added">Revisions that were new here.</param>
/// <param name="Quarantined">Things that were set aside.</param>
/// <param name="IsSuspect">Something forged stood where a document of the vault belongs: the server may lack what it once had.</param>
internal sealed record PullResult(int Added, int Quarantined, bool IsSuspect)
{
    /// <summary>Documents that the server shows only as they were before a leaf of this device.</summary>
    public ImmutableHashSet<DocumentId> Unshown { get; init; } = [];
}
