using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Envelopes;

/// <summary>Steps 3 and 7: names a revision by its SIV, and seals it for the road. Both come to the same revision, always.</summary>
internal sealed class DocumentSealer(ISodium sodium, WorkBuffers buffers)
{
    private readonly Kdf _kdf = new(sodium);
    private readonly Sealer _sealer = new(sodium);

    /// <summary>The revision alone: one hash over the body, no encryption.</summary>
    public MintedRevision Mint(VaultKeys keys, RevisionDraft draft)
    {
        Span<byte> bid = stackalloc byte[RemoteDocumentId.Size];
        Span<byte> siv = stackalloc byte[Sealer.SivSize];
        Run(keys, EpochFor(keys, draft), draft, bid, siv, []);
        return new MintedRevision(RemoteDocumentId.ToText(bid), Name(draft, siv));
    }

    /// <summary>The whole envelope.</summary>
    public SealedDocument Seal(VaultKeys keys, RevisionDraft draft)
    {
        Span<byte> bid = stackalloc byte[RemoteDocumentId.Size];
        using var loan = buffers.Lend(EnvelopeLayout.Overhead + Padding.PaddedLength(draft.Body.Length, Padding.DocumentMinimum));
        var envelope = loan.Span;
        var siv = envelope.Slice(EnvelopeLayout.Siv, Sealer.SivSize);
        var epoch = EpochFor(keys, draft);
        Header(epoch, draft).Write(envelope);
        BinaryPrimitives.WriteInt32LittleEndian(envelope[EnvelopeLayout.Generation..], draft.Generation);
        draft.Parent.CopyTo(envelope[EnvelopeLayout.Parent..]);
        Run(keys, epoch, draft, bid, siv, envelope[EnvelopeLayout.Ciphertext..]);
        return new SealedDocument(RemoteDocumentId.ToText(bid), Name(draft, siv), Base64Url.EncodeToString(envelope));
    }

    /// <summary>The epoch whose key makes this known revision, the newest first; null when none does.</summary>
    public EpochKeys? FindEpoch(VaultKeys keys, RevisionDraft draft)
    {
        Span<byte> bid = stackalloc byte[RemoteDocumentId.Size];
        Span<byte> siv = stackalloc byte[Sealer.SivSize];
        foreach (var epoch in keys.Epochs.Reverse())
        {
            Run(keys, epoch, draft, bid, siv, []);
            if (RevisionHash.FromBytes(siv[..RevisionHash.Size]) == draft.Known)
            {
                return epoch;
            }
        }

        return null;
    }

    /// <exception cref="UsageException"><c>RevisionDraftInvalid</c>.</exception>
    public static void Check(RevisionDraft draft)
    {
        if (draft.Generation is < 1 or > EnvelopeLayout.MaxGeneration
            || (draft.Generation == 1) != (draft.Parent == RevisionHash.None)
            || draft.Body.Length > DocumentBodyCodec.MaxBytes)
        {
            throw new UsageException(
                "RevisionDraftInvalid",
                $"The draft of generation {draft.Generation} with a body of {draft.Body.Length} bytes cannot become a revision.",
                $"Count generations from 1, name a parent from 2 on, and keep the body within {DocumentBodyCodec.MaxBytes} bytes.");
        }
    }

    // Without a rotation there is nothing to find, and nobody pays for looking.
    private EpochKeys EpochFor(VaultKeys keys, RevisionDraft draft) =>
        draft.Known is null || keys.EpochCount == 1 ? keys.Current : FindEpoch(keys, draft) ?? keys.Current;

    private static SealHeader Header(EpochKeys epoch, RevisionDraft draft) =>
        new(draft.IsTombstone ? SealKind.Tombstone : SealKind.Document, epoch.Number);

    private static Revision Name(RevisionDraft draft, ReadOnlySpan<byte> siv) => new(draft.Generation, RevisionHash.FromBytes(siv[..RevisionHash.Size]));

    /// <param name="keys">Whose.</param>
    /// <param name="epoch">Under which of its epochs.</param>
    /// <param name="draft">What.</param>
    /// <param name="bid">Output.</param>
    /// <param name="siv">Output.</param>
    /// <param name="ciphertext">Output; empty when only the SIV is wanted.</param>
    private void Run(VaultKeys keys, EpochKeys epoch, RevisionDraft draft, Span<byte> bid, Span<byte> siv, Span<byte> ciphertext)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        using var loan = buffers.Lend(SealFrame.Size(EnvelopeLayout.ContextLength, Padding.PaddedLength(draft.Body.Length, Padding.DocumentMinimum)));
        try
        {
            RemoteDocumentId.Compute(bid, sodium, keys, draft.Id);
            _kdf.Derive(key, epoch.Documents.Bytes, "item"u8, bid);
            var frame = new SealFrame(loan.Span, Header(epoch, draft), EnvelopeLayout.ContextLength);
            EnvelopeLayout.WriteContext(frame.Context, keys.Vault, bid, draft.Generation, draft.Parent);
            Padding.Write(draft.Body.Span, frame.Plaintext);
            if (ciphertext.IsEmpty)
            {
                _sealer.ComputeSiv(siv, key, frame);
            }
            else
            {
                _sealer.Seal(siv, ciphertext, key, frame);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
