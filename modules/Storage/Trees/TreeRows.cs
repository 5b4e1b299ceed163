using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Trees;

/// <summary>A document's row.</summary>
/// <param name="Key">The row.</param>
/// <param name="Id">The document.</param>
/// <param name="RemoteId">The id it goes by on a server, when it has one.</param>
/// <param name="Winner">The node it shows; 0 before the first revision is in.</param>
/// <param name="LiveLeaves">Leaves that are no tombstones.</param>
/// <param name="TombstoneLeaves">Leaves that are.</param>
/// <param name="IsDeleted">Whether it counts as deleted.</param>
internal sealed record DocumentRow(long Key, DocumentId Id, string? RemoteId, long Winner, int LiveLeaves, int TombstoneLeaves, bool IsDeleted)
{
    public int Leaves => LiveLeaves + TombstoneLeaves;
}

/// <summary>A node of a tree, without its body.</summary>
/// <param name="Key">The row.</param>
/// <param name="Revision">The revision.</param>
/// <param name="Parent">The parent's row, null for a root.</param>
/// <param name="IsTrusted">Whether the edge to the parent is more than the server's word.</param>
/// <param name="IsLeaf">Whether nothing was built on it.</param>
/// <param name="IsTombstone">Whether the tree marks it deleted.</param>
/// <param name="HasBody">False for a node of which only the name is known.</param>
internal sealed record NodeRow(long Key, Revision Revision, long? Parent, bool IsTrusted, bool IsLeaf, bool IsTombstone, bool HasBody);
