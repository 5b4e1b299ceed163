using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Computes the revision of each body (step 3): the first 16 bytes of the SIV that its envelope will have. Nothing is stored.</summary>
/// <param name="Vault">Whose keys; the present vault's or a staged one's.</param>
/// <param name="Drafts">A batch.</param>
[RoutedTo(Roles.Crypto)]
public sealed record MintRevisions(VaultId Vault, ImmutableArray<RevisionDraft> Drafts) : IRequest<ImmutableArray<MintedRevision>>;

/// <summary>What a revision's hash covers (ADR 0004).</summary>
/// <param name="Id">The document.</param>
/// <param name="Generation">Counted from 1.</param>
/// <param name="Parent">The parent's hash, <see cref="RevisionHash.None"/> iff the generation is 1.</param>
/// <param name="IsTombstone">True for parks and retires.</param>
/// <param name="Body">The canonical bytes.</param>
public sealed record RevisionDraft(DocumentId Id, int Generation, RevisionHash Parent, bool IsTombstone, ReadOnlyMemory<byte> Body)
{
    /// <summary>The hash it has already, null for a new one. It then keeps the epoch that gives this hash; without such an epoch the present one is taken.</summary>
    public RevisionHash? Known { get; init; }

    /// <summary>The address, not the content.</summary>
    public override string ToString() => $"{Id} generation {Generation}";
}

/// <summary>A revision and the id that its document goes by on a server.</summary>
public sealed record MintedRevision(string RemoteId, Revision Revision);
