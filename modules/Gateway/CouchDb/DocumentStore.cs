using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Reads revisions of a relay.</summary>
internal sealed class DocumentStore(IMediator mediator)
{
    /// <summary>As much of its past as a revision may tell: Storage goes no further than the relay's <c>_revs_limit</c>.</summary>
    public const int WholePath = int.MaxValue;

    /// <summary>How many bodies are in memory at once where an answer has many: each may have eight million bytes.</summary>
    public const int Batch = 100;

    /// <summary>Every leaf, winner first, tombstones included.</summary>
    public Task<ImmutableArray<StoredRevision>> LeavesAsync(DatabaseName database, string id, int pathLimit, CancellationToken cancellationToken) =>
        mediator.Send(new ReadRevisions(database, [new WantedRevision(new DocumentId(id), null)], pathLimit), cancellationToken);

    /// <summary>A revision, or with <paramref name="latest"/> the leaves that grew out of it. Empty when it is not known.</summary>
    public Task<ImmutableArray<StoredRevision>> FindAsync(
        DatabaseName database, string id, Revision revision, bool latest, int pathLimit, CancellationToken cancellationToken) =>
        mediator.Send(new ReadRevisions(database, [new WantedRevision(new DocumentId(id), revision) { Latest = latest }], pathLimit), cancellationToken);

    /// <summary>Many revisions, by document and revision.</summary>
    public async Task<Dictionary<(DocumentId Id, Revision Revision), StoredRevision>> ReadAsync(
        DatabaseName database, IEnumerable<WantedRevision> wanted, int pathLimit, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(DocumentId, Revision), StoredRevision>();
        foreach (var batch in wanted.Chunk(Batch))
        {
            foreach (var revision in await mediator.Send(new ReadRevisions(database, [.. batch], pathLimit), cancellationToken))
            {
                found[(revision.Id, revision.Revision)] = revision;
            }
        }

        return found;
    }
}
