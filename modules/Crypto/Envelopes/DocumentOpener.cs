using System.Security.Cryptography;
using System.Text.Json;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Envelopes;

/// <summary>Step 11: opens what a server sent, or says why not. Never throws over what is in it.</summary>
internal sealed class DocumentOpener(ISodium sodium, WorkBuffers buffers, EpochFinder epochs)
{
    private readonly Kdf _kdf = new(sodium);
    private readonly Sealer _sealer = new(sodium);

    /// <param name="keys">The vault's.</param>
    /// <param name="received">What came.</param>
    /// <param name="acceptClosed">Whether its owner vouches for what closed keys sealed.</param>
    public OpenOutcome Open(VaultKeys keys, ReceivedDocument received, bool acceptClosed = false)
    {
        if (received.Envelope is null)
        {
            return Rejections.Of(received.IsTombstone ? RejectionCodes.ForgedDelete : RejectionCodes.PlaintextInjected);
        }

        // Measured before anything is allocated for it.
        var length = CanonicalBase64Url.DecodedLength(received.Envelope.Length);
        Span<byte> bid = stackalloc byte[RemoteDocumentId.Size];
        if (length is < EnvelopeLayout.MinLength or > EnvelopeLayout.MaxLength || !RemoteDocumentId.TryParse(received.RemoteId, bid))
        {
            return Rejections.Of(RejectionCodes.EnvelopeMalformed);
        }

        using var loan = buffers.Lend(length);
        return CanonicalBase64Url.TryDecode(received.Envelope, loan.Span)
            ? Open(keys, received, acceptClosed, bid, loan.Span)
            : Rejections.Of(RejectionCodes.EnvelopeMalformed);
    }

    private OpenOutcome Open(VaultKeys keys, ReceivedDocument received, bool acceptClosed, ReadOnlySpan<byte> bid, ReadOnlySpan<byte> envelope)
    {
        if (EnvelopeFields.Read(envelope, received, out var fields) is { } refusal)
        {
            return Rejections.Of(refusal);
        }

        if (!keys.TryGetEpoch(fields.Header.Epoch, out var epoch))
        {
            return Rejections.Of(RejectionCodes.EpochUnknown);
        }

        using var loan = buffers.Lend(SealFrame.Size(EnvelopeLayout.ContextLength, envelope.Length - EnvelopeLayout.Overhead));
        var frame = new SealFrame(loan.Span, fields.Header, EnvelopeLayout.ContextLength);
        EnvelopeLayout.WriteContext(frame.Context, keys.Vault, bid, fields.Revision.Generation, fields.Parent?.Hash ?? RevisionHash.None);
        if (Decrypt(epoch, bid, envelope, frame) is { } failure)
        {
            return Rejections.Of(failure);
        }

        // Last of what the seal decides: a forgery is called one, whatever epoch it claims.
        if (!acceptClosed && !epochs.IsValid(keys, epoch, bid, fields.Revision))
        {
            return Rejections.Of(RejectionCodes.EpochClosed);
        }

        return Padding.TryRead(frame.Plaintext, Padding.DocumentMinimum, out var data)
            ? Accept(keys, fields, received, bid, frame.Plaintext[data].ToArray())
            : Rejections.Of(RejectionCodes.PaddingInvalid);
    }

    private string? Decrypt(EpochKeys epoch, ReadOnlySpan<byte> bid, ReadOnlySpan<byte> envelope, SealFrame frame)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            _kdf.Derive(key, epoch.Documents.Bytes, "item"u8, bid);
            return _sealer.Open(envelope.Slice(EnvelopeLayout.Siv, Sealer.SivSize), envelope[EnvelopeLayout.Ciphertext..], key, frame);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Somebody with the keys made these bytes. Whether they did it well is another question.</summary>
    private OpenOutcome Accept(VaultKeys keys, EnvelopeFields fields, ReceivedDocument received, ReadOnlySpan<byte> bid, byte[] encoded)
    {
        DocumentBody body;
        try
        {
            body = DocumentBodyCodec.Decode(encoded);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or InvalidOperationException or JsonException or OverflowException)
        {
            return Rejections.Of(RejectionCodes.BodyMalformed);
        }

        Span<byte> inner = stackalloc byte[RemoteDocumentId.Size];
        RemoteDocumentId.Compute(inner, sodium, keys, body.Id);
        if (!inner.SequenceEqual(bid))
        {
            return Rejections.Of(RejectionCodes.IdMismatch);
        }

        return body.Kind is DocumentBodyKind.Park or DocumentBodyKind.Retire == received.IsTombstone
            ? new OpenOutcome.Opened(received.RemoteId, fields.Revision, fields.Parent, received.IsTombstone, new BodyBytes(encoded), body)
            : Rejections.Of(RejectionCodes.KindMismatch);
    }
}
