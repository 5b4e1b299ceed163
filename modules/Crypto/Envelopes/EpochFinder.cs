using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Rotation;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Envelopes;

/// <summary>How revisions stand to the epochs: which key made them, and whether what a closed key made still counts.</summary>
internal sealed class EpochFinder(DocumentSealer sealer, ClosedEpochs closed, ISodium sodium)
{
    public EpochStanding StandingOf(VaultKeys keys, RevisionDraft draft)
    {
        if (sealer.FindEpoch(keys, draft) is not { } epoch)
        {
            return EpochStanding.Unknown;
        }

        Span<byte> bid = stackalloc byte[RemoteDocumentId.Size];
        RemoteDocumentId.Compute(bid, sodium, keys, draft.Id);
        return !keys.IsClosed(epoch) ? EpochStanding.Current
            : IsValid(keys, epoch, bid, new Revision(draft.Generation, draft.Known!.Value)) ? EpochStanding.Listed
            : EpochStanding.Unlisted;
    }

    /// <summary>Whether a leaf counts that this epoch sealed.</summary>
    public bool IsValid(VaultKeys keys, EpochKeys epoch, ReadOnlySpan<byte> bid, Revision revision) =>
        !keys.IsClosed(epoch) || closed.IsListed(keys.Closing!, bid, revision);
}
