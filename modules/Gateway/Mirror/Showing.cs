using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>Makes the mirror show what the vault shows: one live leaf with it, and the others that the vault has done with ended.</summary>
internal sealed class Showing(IMediator mediator, MirrorFiles files, GatewayOptions options)
{
    /// <summary>What has to be written into the mirror for it.</summary>
    /// <param name="leaves">The document's leaves in the mirror, winner first.</param>
    /// <param name="known">What they stand for. A live one that stands for nothing was refused, and is left as it is.</param>
    /// <param name="shown">What the vault shows.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ImmutableArray<Graft>> PlanAsync(
        ImmutableArray<StoredRevision> leaves, IReadOnlyDictionary<Revision, Revision?> known, GetOutcome.Found shown, CancellationToken cancellationToken)
    {
        var live = leaves.Where(leaf => !leaf.IsTombstone && known.GetValueOrDefault(leaf.Revision) is not null).ToList();
        if (shown.Body.Deleted || !IsMirrored(shown.Body.Type))
        {
            return [.. live.Select(leaf => leaf == live[0] && shown.Body.Deleted ? Delete(leaf, shown.Revision) : End(leaf))];
        }

        var standing = live.Find(leaf => known[leaf.Revision] == shown.Revision);
        var kept = standing ?? live.FirstOrDefault();
        var ended = live.Where(leaf => leaf != kept).Select(End);
        return standing is not null
            ? [.. ended]
            : [await ShowAsync(kept ?? leaves.FirstOrDefault(leaf => leaf.IsTombstone), known, shown, cancellationToken), .. ended];
    }

    /// <summary>Whether documents of a type are shown at all. What Aurix keeps for itself is not.</summary>
    public bool IsMirrored(DocumentType type) =>
        !type.Value.StartsWith("aurix.", StringComparison.Ordinal) && (options.MirrorTypes.IsEmpty || options.MirrorTypes.Contains(type.Value));

    private async Task<Graft> ShowAsync(StoredRevision? parent, IReadOnlyDictionary<Revision, Revision?> known, GetOutcome.Found shown, CancellationToken cancellationToken)
    {
        var generation = (parent?.Revision.Generation ?? 0) + 1;
        var before = parent is { IsTombstone: false } && known.GetValueOrDefault(parent.Revision) is { } then
            && await mediator.Send(new GetDocument(parent.Id, then), cancellationToken) is GetOutcome.Found { Body: var body }
            ? (parent, body)
            : ((StoredRevision, DocumentBody)?)null;
        var (attached, named) = await files.ShowAsync(shown.Body, generation, before, cancellationToken);
        ImmutableArray<RevisionHash> path = [MirrorRevisions.Of(shown.Revision), .. parent?.Path.Hashes ?? []];
        return new(shown.Body.Id, RemoteId: null, new RevisionPath(generation, path), IsTombstone: false, MirrorText.Show(shown.Body, named), attached);
    }

    private static Graft Delete(StoredRevision leaf, Revision vault) => Close(leaf, new(leaf.Revision.Generation + 1, MirrorRevisions.Of(vault)));

    private static Graft End(StoredRevision leaf) => Close(leaf, MirrorRevisions.End(leaf.Revision));

    private static Graft Close(StoredRevision leaf, Revision tombstone) =>
        new(leaf.Id, RemoteId: null, new RevisionPath(tombstone.Generation, [tombstone.Hash, .. leaf.Path.Hashes]), IsTombstone: true, new BodyBytes("{}"u8.ToArray()), []);
}
