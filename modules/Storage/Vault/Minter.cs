using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Asks Crypto for the revisions of bodies, a batch at a time.</summary>
internal sealed class Minter(IMediator mediator)
{
    public async ValueTask<MintedRevision> MintAsync(VaultId vault, RevisionDraft draft) => (await MintAsync(vault, [draft]))[0];

    /// <remarks>Called inside a write transaction, past the point where the caller may give up: no token.</remarks>
    public async ValueTask<ImmutableArray<MintedRevision>> MintAsync(VaultId vault, ImmutableArray<RevisionDraft> drafts) =>
        drafts.IsEmpty ? [] : await mediator.Send(new MintRevisions(vault, drafts), CancellationToken.None);

    /// <summary>The draft of a body that grows on <paramref name="parent"/>, or of a first one.</summary>
    public static RevisionDraft Draft(DocumentId id, Revision? parent, bool isTombstone, CanonicalJson body) =>
        new(id, (parent?.Generation ?? 0) + 1, parent?.Hash ?? RevisionHash.None, isTombstone, body.Utf8);
}
