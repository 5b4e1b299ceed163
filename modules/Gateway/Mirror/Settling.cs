using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>Brings one document's two sides together: first what PouchDBs wrote goes into the vault, then the mirror shows what the vault shows.</summary>
/// <remarks>Doing it again changes nothing, so a crash at any point costs one more look, and two feeds may both ask for it.</remarks>
internal sealed class Settling(IMediator mediator, DocumentStore store, PairBook book, Intake intake, Showing showing)
{
    /// <summary>Takes in what is new, and says what the mirror lacks.</summary>
    public async Task<ImmutableArray<Graft>> PlanAsync(DocumentId id, CancellationToken cancellationToken)
    {
        if (id.Value.StartsWith('_'))
        {
            return []; // a design document, such as a PouchDB's indexes: it means nothing to the vault; and a CouchDB has no other such name
        }

        var leaves = await store.LeavesAsync(MirrorDatabase.Name, id.Value, DocumentStore.WholePath, cancellationToken);
        var shown = await ShownAsync(id, cancellationToken);
        var known = Recognise(leaves, shown);
        if (known.Count < leaves.Length)
        {
            await TakeAsync(id, leaves.Where(leaf => !known.ContainsKey(leaf.Revision)).ToList(), known, cancellationToken);
            shown = await ShownAsync(id, cancellationToken); // it may be another now
        }

        if (shown is { Heads: > 1 })
        {
            await mediator.Send(new NormaliseDocuments(), cancellationToken);
            shown = await ShownAsync(id, cancellationToken);
        }

        return shown is null or { Heads: > 1 } ? [] : await showing.PlanAsync(leaves, known, shown, cancellationToken); // what has no strategy yet stays a conflict in the mirror, too
    }

    private async Task<GetOutcome.Found?> ShownAsync(DocumentId id, CancellationToken cancellationToken) => await mediator.Send(new GetDocument(id), cancellationToken) as GetOutcome.Found;

    // The bridge's own leaves, as far as they need nothing looked up.
    private static Dictionary<Revision, Revision?> Recognise(ImmutableArray<StoredRevision> leaves, GetOutcome.Found? shown)
    {
        var known = new Dictionary<Revision, Revision?>();
        foreach (var leaf in leaves)
        {
            if (leaf.Path.Parent is { } parent && leaf.Revision == MirrorRevisions.End(parent))
            {
                known[leaf.Revision] = null;
            }
            else if (shown is not null && leaf.Revision.Hash == MirrorRevisions.Of(shown.Revision))
            {
                known[leaf.Revision] = shown.Revision;
            }
        }

        return known;
    }

    private async Task TakeAsync(DocumentId id, List<StoredRevision> unknown, Dictionary<Revision, Revision?> known, CancellationToken cancellationToken)
    {
        var pairs = await book.ReadAsync(id, cancellationToken);
        var ancestry = new Ancestry(pairs, await mediator.Send(new ReadHistory(id), cancellationToken));
        foreach (var leaf in unknown)
        {
            if (!ancestry.Knows(leaf.Revision, out var vault))
            {
                vault = await intake.TakeAsync(leaf, ancestry, cancellationToken);
                pairs = pairs.Add(new(leaf.Revision, vault));
                await book.WriteAsync(id, pairs, cancellationToken);
            }

            known[leaf.Revision] = vault;
        }
    }
}
