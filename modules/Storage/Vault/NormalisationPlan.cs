using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Trees;

namespace Aurix.Platform.Storage.Vault;

/// <summary>A decision of Conflict that lacks nothing but the names of its revisions.</summary>
/// <param name="Document">The document's row.</param>
/// <param name="Commit">What was decided.</param>
/// <param name="Encoded">The additions' bodies as canonical bytes.</param>
/// <param name="EncodedCopies">The copies' bodies as canonical bytes.</param>
internal sealed record NormalisationPlan(DocumentRow Document, CommitNormalisation Commit, ImmutableArray<CanonicalJson> Encoded, ImmutableArray<CanonicalJson> EncodedCopies)
{
    /// <summary>What is to be minted: the additions, then the copies.</summary>
    public ImmutableArray<RevisionDraft> Drafts { get; } =
    [
        .. Commit.Additions.Select((addition, index) => Minter.Draft(Commit.Id, addition.Parent, addition.IsTombstone, Encoded[index])),
        .. Commit.Copies.Select((copy, index) => Minter.Draft(copy.Id, parent: null, isTombstone: false, EncodedCopies[index])),
    ];
}
