using Aurix.Platform.Storage;

namespace Aurix.Platform.Sync.Replication;

/// <summary>The order in which leaves are sent: parks first, so that if only a part arrives every loser is there before what replaces it (I-9).</summary>
/// <remarks>A rule of its own because the simulation of the conflict tests sends by it too: a simulation with an order of its own would only prove that one.</remarks>
internal static class PushOrder
{
    /// <param name="rows">Documents that changed.</param>
    /// <param name="isLacking">Whether the server lacks the leaf.</param>
    public static IEnumerable<WantedRevision> Of(IEnumerable<ChangeRow> rows, Func<ChangeRow, LeafRow, bool> isLacking) => rows
        .SelectMany(row => row.Leaves.Where(leaf => isLacking(row, leaf)).Select(leaf => (row.Id, Leaf: leaf)))
        .OrderBy(lacking => !lacking.Leaf.IsTombstone)
        .Select(lacking => new WantedRevision(lacking.Id, lacking.Leaf.Revision));
}
