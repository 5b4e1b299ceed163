using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Tests.Torture;

/// <summary>Grafts batches into the relay and edits there, with files and tombstones.</summary>
internal sealed class RelayCaller(string name, int seed, IMediator mediator, Report report) : Caller(name, seed, mediator, report)
{
    // A path is told as far as a real replication tells it, not to the root for ever.
    private const int PathLimit = 20;

    private readonly List<(DocumentId Id, RevisionPath Path)> _leaves = [];

    public override async Task RunAsync()
    {
        var own = await OwnAsync(Order.Relay);
        foreach (var leaf in await Mediator.Send(new ReadRevisions(Order.Relay, [.. own.Select(row => new WantedRevision(row.Id, null))], PathLimit)))
        {
            _leaves.Add((leaf.Id, leaf.Path));
        }

        while (true)
        {
            var percent = Words.Percent();
            await (percent switch
            {
                < 45 => GraftAsync(1 + Words.Below(12)),
                < 80 => EditAsync(file: null, deletes: false),
                < 88 => EditAsync(await UploadAsync(Order.Relay), deletes: false),
                < 95 => EditAsync(file: null, deletes: true),
                _ => FollowAsync(Order.Relay),
            });
        }
    }

    /// <summary>A batch is one transaction: after a kill either all of it is there or nothing.</summary>
    private async Task GraftAsync(int count)
    {
        var grafts = new List<(Graft Graft, Attempt Attempt, int Replaces)>();
        var used = new HashSet<DocumentId>();
        for (var number = 0; number < count; number++)
        {
            var place = Words.Percent() < 50 || _leaves.Count == 0 ? -1 : Words.Below(_leaves.Count);
            var id = place < 0 ? new DocumentId(Words.New()) : _leaves[place].Id;
            if (!used.Add(id))
            {
                continue;
            }

            // A new document with ancestors that nobody has, a child of a leaf, or a sibling of one.
            var above = place < 0
                ? [.. Enumerable.Range(0, Words.Below(3)).Select(_ => Words.RandomHash())]
                : Words.Percent() < 70 ? _leaves[place].Path.Hashes : _leaves[place].Path.Hashes.RemoveAt(0);
            var generation = place < 0 ? above.Length + 1 : _leaves[place].Path.Start + (above.Length == _leaves[place].Path.Hashes.Length ? 1 : 0);
            var path = new RevisionPath(generation, [Words.RandomHash(), .. above.Take(PathLimit - 1)]);
            var word = Words.New();
            var body = new BodyBytes(Words.Content(word).Utf8);
            var attempt = new Attempt("relay", id.Value, path.Parent, path.Tip, new Said(Deleted: false, Words.Hash(body.Utf8.Span), word, ""));
            grafts.Add((new Graft(id, null, path, IsTombstone: false, body, []), attempt, path.Parent is { } parent && place >= 0 && _leaves[place].Path.Tip == parent ? place : -1));
        }

        var tried = Report.Try(grafts.Select(graft => graft.Attempt));
        var outcomes = await Mediator.Send(new GraftRevisions(Order.Relay, [.. grafts.Select(graft => graft.Graft)]));
        if (outcomes.Any(outcome => !outcome.Added))
        {
            throw new InvalidOperationException("A graft that nobody could know was answered as known.");
        }

        Report.Done(tried, grafts.Select(graft => $"{graft.Graft.Path.Tip},-"));
        foreach (var (graft, _, replaces) in grafts)
        {
            Replace(replaces, graft.Id, graft.Path);
        }
    }

    private async Task EditAsync(FinishedBlob? file, bool deletes)
    {
        var place = Words.Percent() < 30 || _leaves.Count == 0 ? -1 : Words.Below(_leaves.Count);
        if (place < 0 && deletes)
        {
            return;
        }

        var (id, path) = place < 0 ? (new DocumentId(Words.New()), null) : _leaves[place];
        var word = deletes ? "-" : Words.New();
        var body = new BodyBytes(deletes ? CanonicalJson.EmptyObject.Utf8 : Words.Content(word).Utf8);
        ImmutableArray<StoredFile> files = file is null ? [] : [new StoredFile("file", "application/octet-stream", file.Blob, file.Length, file.Digest, (path?.Start ?? 0) + 1)];
        var attempt = Report.Try(new Attempt("relay", id.Value, path?.Tip, null, new Said(deletes, Words.Hash(body.Utf8.Span), word, Files(files.Select(stored => (stored.Name, stored.Blob))))));
        var outcome = await Mediator.Send(new EditRelayDocument(Order.Relay, id, path?.Tip, deletes, body, files));
        var saved = outcome as RelayEditOutcome.Saved ?? throw new InvalidOperationException($"An edit of {id} on {path?.Tip} was answered with {outcome}.");
        Report.Done(attempt, $"{saved.Revision},{saved.Sequence}");
        Replace(place, id, new RevisionPath(saved.Revision.Generation, [saved.Revision.Hash, .. (path?.Hashes ?? []).Take(PathLimit - 1)]));
    }

    private void Replace(int place, DocumentId id, RevisionPath path)
    {
        if (place < 0)
        {
            _leaves.Add((id, path));
        }
        else
        {
            _leaves[place] = (id, path);
        }
    }
}
