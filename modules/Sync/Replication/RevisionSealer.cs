using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.CouchDb;
using Aurix.Platform.Sync.Devices;
using MediatR;

namespace Aurix.Platform.Sync.Replication;

/// <summary>Seals what goes to a server, and sees to it that the own log names it first: whatever arrives is vouched for.</summary>
internal sealed class RevisionSealer(IMediator mediator, OwnLog log)
{
    /// <summary>Revisions a question: at 4 MiB each, what is held at once stays bounded.</summary>
    public const int ReadSize = 8;

    /// <summary>Step 7: seals revisions whose bodies are here, after noting them in the own log.</summary>
    public async Task<ImmutableArray<SealedRevision>> SealAsync(IReadOnlyCollection<StoredRevision> revisions, CancellationToken cancellationToken)
    {
        var drafts = revisions.Select(revision => new RevisionDraft(
            revision.Id, revision.Revision.Generation, revision.Path.Parent?.Hash ?? RevisionHash.None, revision.IsTombstone, revision.Body!.Utf8)
        {
            Known = revision.Revision.Hash, // what was named before a rotation keeps the keys it was named with
        }).ToImmutableArray();
        var envelopes = drafts.IsEmpty ? [] : await mediator.Send(new SealDocuments(drafts), cancellationToken);

        // Noted on disk before a byte of it is sent: whatever arrives is vouched for, also when this process dies on the way.
        var lines = new List<LogEntry>();
        foreach (var (revision, envelope) in revisions.Zip(envelopes))
        {
            lines.AddRange(await LineAsync(envelope.RemoteId, revision, cancellationToken));
        }

        await log.NoteAsync(lines, cancellationToken);
        return [.. revisions.Zip(envelopes, (revision, envelope) => new SealedRevision(envelope.RemoteId, revision.Path, revision.IsTombstone, envelope.Envelope))];
    }

    /// <summary>Notes what the server says it has already, when nobody's log names it: else a server that takes nothing would never be caught.</summary>
    public async Task VouchAsync(IReadOnlyList<ChangeRow> rows, IReadOnlyDictionary<string, RemoteLack> missing, CancellationToken cancellationToken)
    {
        var unnamed = new List<WantedRevision>();
        foreach (var row in rows)
        {
            foreach (var leaf in row.Leaves.Where(leaf => !missing.TryGetValue(row.RemoteId!, out var lack) || !lack.Missing.Contains(leaf.Revision.ToString())))
            {
                if (!await log.NamesAsync(row.RemoteId!, leaf.Revision, cancellationToken))
                {
                    unnamed.Add(new(row.Id, leaf.Revision));
                }
            }
        }

        var remoteIds = rows.ToDictionary(row => row.Id, row => row.RemoteId!);
        foreach (var part in unnamed.Chunk(ReadSize))
        {
            var revisions = await mediator.Send(new ReadRevisions(DatabaseName.Vault, [.. part], PathLimit: 2), cancellationToken);
            await log.NoteAsync(revisions.Select(revision => Entry(remoteIds[revision.Id], revision)), cancellationToken);
        }
    }

    // With what it was built on here and nobody was sent: else no log would ever join it to what came before.
    private async Task<List<LogEntry>> LineAsync(string remoteId, StoredRevision revision, CancellationToken cancellationToken)
    {
        List<LogEntry> line = [Entry(remoteId, revision)];
        var path = revision.Path.Revisions().ToList();
        if (path.Count < 3 || await log.NamesAsync(remoteId, path[1], cancellationToken))
        {
            return line;
        }

        var missing = await mediator.Send(new FindMissingRevisions(DatabaseName.Vault, [new(remoteId, [.. path])]), cancellationToken);
        var absent = missing.SelectMany(document => document.Missing).ToHashSet();
        for (var index = 1; index + 1 < path.Count && !absent.Contains(path[index]); index++)
        {
            line.Add(new(remoteId, path[index], path[index + 1].Hash, IsTombstone: false));
        }

        return line;
    }

    private static LogEntry Entry(string remoteId, StoredRevision revision) => new(remoteId, revision.Revision, revision.Path.Parent?.Hash ?? RevisionHash.None, revision.IsTombstone);
}
