using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Asks which vault documents changed in a way that Conflict has to look at and has not yet: they survive a crash in between.</summary>
/// <param name="Limit">1 to 1000; answered in order of their ids.</param>
[RoutedTo(Roles.Storage)]
public sealed record ListUnnormalised(int Limit) : IRequest<ImmutableArray<DocumentId>>
{
    /// <summary>The last id of the page before, null for the first: documents that have to wait stay on the list and must not hide the others.</summary>
    public DocumentId? After { get; init; }
}

/// <summary>Reads everything a normalisation of one document decides on, as of one moment.</summary>
[RoutedTo(Roles.Storage)]
public sealed record ReadTree(DocumentId Id) : IRequest<DocumentTree?>;

/// <summary>The same for many documents, as of one moment. Documents that do not exist are left out.</summary>
/// <param name="Ids">At most 1000.</param>
[RoutedTo(Roles.Storage)]
public sealed record ReadTrees(ImmutableArray<DocumentId> Ids) : IRequest<ImmutableArray<DocumentTree>>;

/// <summary>All stored revisions of a vault document.</summary>
/// <param name="Id">The document.</param>
/// <param name="Nodes">Every known revision, ascending.</param>
/// <param name="Collisions">Edits that two different revisions claim to be: such revisions are incomparable, never dominated.</param>
public sealed record DocumentTree(DocumentId Id, ImmutableArray<TreeNode> Nodes, ImmutableArray<Dot> Collisions)
{
    /// <summary>The leaves, tombstones included: what a commit is guarded by.</summary>
    public IEnumerable<TreeNode> Leaves => Nodes.Where(node => node.IsLeaf);
}

/// <summary>One revision in a tree.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Parent">Its parent in the tree.</param>
/// <param name="IsLeaf">Whether nothing was built on it.</param>
/// <param name="IsTombstone">Whether the tree marks it deleted.</param>
/// <param name="Encoded">The canonical bytes of the body, null where only the name is known.</param>
/// <param name="Body">The body, null where only the name is known.</param>
public sealed record TreeNode(Revision Revision, Revision? Parent, bool IsLeaf, bool IsTombstone, BodyBytes? Encoded, DocumentBody? Body)
{
    /// <summary>Grows with each revision that this device makes or gets: tells which came before which, here.</summary>
    public long Arrival { get; init; }

    /// <summary>The address, not the content.</summary>
    public override string ToString() => Revision.ToString();
}

/// <summary>Writes what a normalisation decided, in one transaction, if the leaves are still those it was decided on.</summary>
/// <param name="Id">The document.</param>
/// <param name="ExpectedLeaves">The leaves that were read, ascending.</param>
/// <param name="Additions">Parks, revives and a merge; the order is the order in which they are to be pushed. Empty marks the document as looked at.</param>
/// <param name="Settled">Whether nothing is left to do; false keeps the document on the list (a strategy is missing).</param>
[RoutedTo(Roles.Storage)]
public sealed record CommitNormalisation(DocumentId Id, ImmutableArray<Revision> ExpectedLeaves, ImmutableArray<TreeAddition> Additions, bool Settled)
    : IRequest<NormalisationOutcome>
{
    /// <summary>Losers that become documents of their own. One that was made before, here or elsewhere, is left as it is, also when its owner has deleted it since.</summary>
    public ImmutableArray<ConflictCopy> Copies { get; init; } = [];
}

/// <summary>Writes many decisions in one transaction; each has an outcome of its own, in the order of the commits.</summary>
/// <param name="Commits">At most 1000, of different documents: the second of one document finds its leaves changed.</param>
[RoutedTo(Roles.Storage)]
public sealed record CommitNormalisations(ImmutableArray<CommitNormalisation> Commits) : IRequest<ImmutableArray<NormalisationOutcome>>;

/// <summary>A loser as the first revision of a document of its own. Every device that decides the same makes the same.</summary>
/// <param name="Id">The new document.</param>
/// <param name="Body">What it says.</param>
public sealed record ConflictCopy(DocumentId Id, DocumentBody Body);

/// <summary>A machine-made revision to add. Its hash is minted from what it says, so any device that decides the same writes the same.</summary>
/// <param name="Parent">The revision to build on; need not be a leaf.</param>
/// <param name="IsTombstone">True for parks and retires.</param>
/// <param name="Body">What it says.</param>
public sealed record TreeAddition(Revision Parent, bool IsTombstone, DocumentBody Body);

/// <summary>How the commit ended.</summary>
public abstract record NormalisationOutcome
{
    private NormalisationOutcome()
    {
    }

    /// <summary>Durable.</summary>
    /// <param name="Added">The minted revisions, in the order of the additions; one that was known already is among them.</param>
    public sealed record Committed(ImmutableArray<Revision> Added) : NormalisationOutcome;

    /// <summary>Somebody was faster: read the tree again and decide again.</summary>
    public sealed record LeavesChanged : NormalisationOutcome;
}
