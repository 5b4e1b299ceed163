using System.Collections.Immutable;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Explaining;

/// <summary>The last merge behind what a document shows, with what met in it.</summary>
/// <param name="Merge">The merge.</param>
/// <param name="IsShown">Whether the document shows it as it is; false when somebody has edited on.</param>
/// <param name="Met">The revisions that met.</param>
/// <param name="Stored">Every version of the document that is here.</param>
internal sealed record PastMerge(Candidate Merge, bool IsShown, ImmutableArray<Revision> Met, ImmutableArray<Candidate> Stored)
{
    /// <summary>Finds it; null when the document shows no work of a merge, or it is not kept any more.</summary>
    public static PastMerge? Find(DocumentTree tree, HeadSet set)
    {
        if (set.Heads.Length != 1)
        {
            return null;
        }

        var stored = StoredVersions.Of(tree);
        var byRevision = stored.ToDictionary(version => version.Revision);
        var nodes = tree.Nodes.ToDictionary(node => node.Revision);

        // The head may be an edit made after the merge; the merge is then among its ancestors.
        for (Revision? revision = set.Heads[0].Revision; revision is { } current && nodes.TryGetValue(current, out var node); revision = node.Parent)
        {
            if (byRevision.TryGetValue(current, out var version) && version.Body.Merge is not null)
            {
                return new(version, current == set.Heads[0].Revision, version.Body.Parents, stored);
            }
        }

        return null;
    }

    /// <summary>What met, as far as it is kept, in canonical order.</summary>
    public ImmutableArray<Candidate> Versions { get; } =
    [
        .. Stored.Where(version => Met.Contains(version.Revision)).OrderBy(version => version.Body.Stamp).ThenBy(version => version.Revision),
    ];

    /// <summary>The conflict as it was; null when a version is not kept any more.</summary>
    public MetVersions? Replay(DocumentId id) => Versions.Length == Met.Length && Met.Length > 1 ? new(id, Versions, Stored) : null;
}
