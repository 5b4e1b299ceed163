using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Conflict.Heads;

/// <summary>Every version of a document whose body this device still has, wherever it lies: leaf, ancestor, or inside a park.</summary>
internal static class StoredVersions
{
    public static ImmutableArray<Candidate> Of(DocumentTree tree) =>
    [
        .. tree.Nodes.Where(node => node is { IsTombstone: false, Body: not null }).Select(Candidate.Live)
            .Concat(tree.Nodes.Select(node => node.Body?.Parked).OfType<ParkedRevision>().Select(Candidate.Parked))
            .DistinctBy(candidate => candidate.Revision),
    ];
}
